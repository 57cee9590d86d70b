/** Lets go of what was taken. */
export type Release = () => void;

type Locks = Pick<LockManager, 'request'>;

/** Takes the lock if nobody has it; null when somebody does. */
export function takeLock(locks: Locks, name: string): Promise<Release | null> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

/** Queues for the lock and calls `onTaken` once it is ours. The function it returns leaves the queue. */
export function waitForLock(locks: Locks, name: string, onTaken: (release: Release) => void): Release {
  const queue = new AbortController();
  locks
    .request(name, { signal: queue.signal }, () => new Promise<void>((release) => onTaken(release)))
    .catch((error: unknown) => {
      if (!queue.signal.aborted) throw error;
    });
  return () => queue.abort();
}

/** Name of the lock that the one writer of a site holds. */
export function siteLockName(siteId: string): string {
  return `edgewright/site/${siteId}`;
}
