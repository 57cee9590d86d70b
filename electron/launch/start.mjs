// `npm start`: refuses wrong options before it installs anything, then hands over to start.ts under Node 24.
import { fileURLToPath } from 'node:url';
import { launch } from './bootstrap.mjs';
import { readOptions, usage } from './options.mjs';
import { say } from './say.mjs';

const args = process.argv.slice(2);
const options = readOptions(args);
if (options.mode === 'help') {
  process.stdout.write(usage);
} else if (options.mode === 'refused') {
  say(`${options.reason}\n\n${usage}`);
  process.exitCode = 2;
} else {
  await launch(fileURLToPath(new URL('./start.ts', import.meta.url)), args, { chromium: 'find' });
}
