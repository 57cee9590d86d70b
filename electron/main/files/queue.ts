/** Runs tasks of one key one after another in the order they came; tasks of different keys do not wait for each other. */
export type Queue = <Value>(key: string, task: () => Promise<Value>) => Promise<Value>;

export function createQueue(): Queue {
  const tails = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = tails.get(key) ?? Promise.resolve();
    const current = before.then(task, task);
    tails.set(key, current);
    const release = (): void => {
      if (tails.get(key) === current) tails.delete(key);
    };
    current.then(release, release);
    return current;
  };
}
