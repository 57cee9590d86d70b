import type { Problem } from '../../core/base/problem.ts';
import type { StorageEnvironment } from './environment.ts';
import { nearlyFull } from './storage-problems.ts';

/**
 * Room that stays free, so that a checkpoint, the repair of a journal and the database's own housekeeping always
 * have space. Chosen as several times the largest planned site file (about 8 MiB) with its copies.
 */
export const RESERVE_BYTES = 64 * 2 ** 20;

/** A problem when less than the reserve is left; null when there is room or the browser does not say. */
export async function checkRoom(environment: Pick<StorageEnvironment, 'estimate'>): Promise<Problem | null> {
  const room = await environment.estimate();
  if (room === null) return null;
  const freeBytes = room.quotaBytes - room.usageBytes;
  return freeBytes < RESERVE_BYTES ? nearlyFull(freeBytes, RESERVE_BYTES) : null;
}
