import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { whenParentGone } from './parent.mjs';

/**
 * Runs a tool whose output belongs to the person, not to the command: all of it goes to the error stream.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
export function runTool(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      shell: options.shell ?? false,
      stdio: ['ignore', process.stderr, process.stderr],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' }),
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

/**
 * Runs a program in place of this one: same terminal, signals passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export function relay(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit', env });
    const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
    // Ctrl-C reaches the whole terminal group by itself: here it only must not end the parent first.
    const wait = () => undefined;
    process.on('SIGINT', wait).on('SIGTERM', pass).on('SIGHUP', pass);
    const unwatch = whenParentGone(() => pass('SIGTERM'));
    const release = () => {
      unwatch();
      process.off('SIGINT', wait).off('SIGTERM', pass).off('SIGHUP', pass);
    };
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      release();
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
    });
  });
}
