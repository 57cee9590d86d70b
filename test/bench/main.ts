import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a benchmark gives: its figures by name, and the rows that they were taken from. */
export interface BenchOutcome {
  readonly figures: Readonly<Record<string, number>>;
  readonly rows: readonly object[];
}

/** Every file of this folder but this one is a benchmark of the file's name and exports `bench`. */
export interface BenchModule {
  bench(options: readonly string[]): Promise<BenchOutcome>;
}

const USAGE = 'usage: npm run -s bench -- NAME [--options] [--json]';

function benchNames(): string[] {
  const files = readdirSync(fileURLToPath(new URL('.', import.meta.url)));
  return files.filter((file) => file.endsWith('.ts') && file !== 'main.ts').map((file) => file.slice(0, -'.ts'.length));
}

async function main([name, ...options]: readonly string[]): Promise<number> {
  if (name === undefined || !benchNames().includes(name)) {
    console.error(`${USAGE}\nNAME is one of: ${benchNames().join(', ')}`);
    return 2;
  }
  const { bench } = (await import(`./${name}.ts`)) as BenchModule;
  const { figures, rows } = await bench(options.filter((option) => option !== '--json'));
  if (options.includes('--json')) console.log(JSON.stringify({ bench: name, figures, rows }));
  else printTable(name, figures);
  return 0;
}

function printTable(name: string, figures: BenchOutcome['figures']): void {
  const width = Math.max(...Object.keys(figures).map((figure) => figure.length));
  const rows = Object.entries(figures).map(([figure, value]) => `  ${figure.padEnd(width)}  ${Number(value.toPrecision(6))}`);
  console.log([name, ...rows].join('\n'));
}

process.exitCode = await main(process.argv.slice(2));
