// `npm test`: refuses wrong options before it installs anything, then runs the stages under Node 24.
import { fileURLToPath } from 'node:url';
import { launch } from '../../electron/launch/bootstrap.mjs';
import { say } from '../../electron/launch/say.mjs';
import { readTestOptions, usage } from './options.mjs';

const args = process.argv.slice(2);
const options = readTestOptions(args);
if (options.status === 'help') {
  process.stdout.write(usage);
} else if (options.status === 'refused') {
  say(`${options.reason}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const needsChromium = options.only.length === 0 || options.only.includes('e2e') || options.only.includes('unit');
  await launch(fileURLToPath(new URL('./main.ts', import.meta.url)), args, { chromium: needsChromium ? 'install' : 'find' });
}
