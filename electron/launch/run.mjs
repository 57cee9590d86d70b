// `node electron/launch/run.mjs [--with-chromium] script.ts args...`: any script of the project, on a fresh checkout too.
import { resolve } from 'node:path';
import { launch } from './bootstrap.mjs';
import { say } from './say.mjs';

const given = process.argv.slice(2);
const chromium = given[0] === '--with-chromium' ? 'install' : 'find';
const [script, ...args] = chromium === 'install' ? given.slice(1) : given;
if (script === undefined) {
  say('usage: node electron/launch/run.mjs [--with-chromium] script.ts args...');
  process.exitCode = 2;
} else {
  await launch(resolve(script), args, { chromium });
}
