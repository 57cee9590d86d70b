import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runTool } from './child.mjs';
import { say } from './say.mjs';

/** The project's line of Node: package.json pins the package `node` to it. */
const wantedMajor = 24;

/**
 * Path of a Node that runs the project's TypeScript: the one among the packages, else this one when it is new enough.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function ensureNode(root) {
  const local = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (process.execPath === local || majorOf(local) === wantedMajor) return local;
  say(`fetching Node ${wantedMajor} (package "node")`);
  await runTool(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(root, 'node_modules', 'node') });
  if (majorOf(local) === wantedMajor) return local;
  if (Number.parseInt(process.versions.node, 10) >= wantedMajor) {
    say(`the package "node" gave no Node for this machine; going on with ${process.version}`);
    return process.execPath;
  }
  throw new Error(
    `Node ${wantedMajor} could not be fetched and this is ${process.version}. Install Node ${wantedMajor} or newer, then start again.`,
  );
}

/**
 * @param {string} path
 * @returns {number | null}
 */
function majorOf(path) {
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const match = answer.status === 0 ? /^v(\d+)\./.exec(answer.stdout) : null;
  return match === null ? null : Number(match[1]);
}
