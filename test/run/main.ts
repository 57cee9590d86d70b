import { performance } from 'node:perf_hooks';
import { addCounts, formatCounts, noCounts, oneFailed } from './counts.ts';
import { readTestOptions } from './options.mjs';
import { stages } from './stages.ts';

const options = readTestOptions(process.argv.slice(2));
if (options.status !== 'ok') throw new Error(`test.mjs let through ${options.status}`);

const { only, grep } = options;
const chosen = stages.filter((stage) => only.length === 0 || only.includes(stage.name));
let total = noCounts;
for (const [index, stage] of chosen.entries()) {
  console.log(`\n[${index + 1}/${chosen.length}] ${stage.title}`);
  const startMs = performance.now();
  const counts = await stage.run(grep).catch((error: unknown) => {
    console.error(error);
    return oneFailed;
  });
  console.log(
    `[${index + 1}/${chosen.length}] ${stage.title}: ${formatCounts(counts)}, ${((performance.now() - startMs) / 1000).toFixed(1)} s`,
  );
  total = addCounts(total, counts);
}
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(`\n${formatCounts(total)}`);
