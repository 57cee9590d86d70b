import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const pollMs = 250;
/** A lock without an owner's name for this long was left by a process that died between two steps. */
const namelessMs = 10_000;

/**
 * Runs `work` while no other launcher of this checkout does. A lock whose owner is gone is taken over.
 * @template Value
 * @param {string} folder the lock, made and removed here
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function withLock(folder, work) {
  await mkdir(join(folder, '..'), { recursive: true });
  for (let told = false; !(await tryLock(folder)); told = true) {
    if (!told) say('waiting for another start of this project to finish its installation');
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function tryLock(folder) {
  try {
    await mkdir(folder);
    await writeFile(join(folder, 'owner'), String(process.pid));
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
  return false;
}

/** @param {string} folder */
async function isAbandoned(folder) {
  try {
    return !isAlive(Number(await readFile(join(folder, 'owner'), 'utf8')));
  } catch {
    const made = await stat(folder).catch(() => null);
    return made !== null && Date.now() - made.mtimeMs > namelessMs;
  }
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
