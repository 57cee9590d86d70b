/**
 * One line to the person at the terminal. On the error stream, so that a command's own output stays clean.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`edgewright: ${line}\n`);
}
