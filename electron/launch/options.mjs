import { parseArgs } from 'node:util';

export const usage = `npm start [-- options]

Builds what changed, then opens Edgewright in its own window; where that cannot be, in the system's browser.

  --browser    serve the app on this machine and open it in the browser
  --no-open    serve the app, open nothing
  --port N     serve the app on this port (1 to 65535); without it, a free one is taken
  --help       show this text
`;

/**
 * @typedef {{ mode: 'help' } | { mode: 'window' } | { mode: 'serve', port: number, open: boolean }} StartOptions
 * @param {readonly string[]} args
 * @returns {StartOptions | { mode: 'refused', reason: string }}
 */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        browser: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return { mode: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return { mode: 'help' };
  if (values.port === undefined && values.browser !== true && values['no-open'] !== true) return { mode: 'window' };
  const port = values.port === undefined ? 0 : readPort(values.port);
  if (port === null) return { mode: 'refused', reason: `--port ${values.port}: a port is a whole number from 1 to 65535` };
  return { mode: 'serve', port, open: values['no-open'] !== true };
}

/** @param {string} text */
function readPort(text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}
