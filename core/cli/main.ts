import { run } from './run.ts';

// npm runs a script in the folder of the package and leaves the folder where the user stands in INIT_CWD.
const isNpmScript = process.env['npm_lifecycle_event'] === 'edgewright';
const folder = (isNpmScript ? process.env['INIT_CWD'] : undefined) ?? process.cwd();

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  folder,
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
});
