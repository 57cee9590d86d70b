import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSiteFile } from '../../../core/site/file.ts';
import type { Site } from '../../../core/site/site.ts';
import { carrierClaims } from './carrier.ts';
import { cityClaims } from './city.ts';
import type { Claim } from './claim.ts';
import { factoryClaims } from './factory.ts';
import { mecClaims } from './mec.ts';
import { networkClaims } from './network.ts';
import { vehicleClaims } from './vehicles.ts';

const FOLDER = fileURLToPath(new URL('../../../assets/samples', import.meta.url));
export const PAGE = join(FOLDER, 'README.md');

const SCENARIOS = [
  { number: 1, title: 'Car factory, vision QC', sample: 'car-factory-qc', claims: factoryClaims },
  { number: 2, title: 'City traffic', sample: 'city-traffic', claims: cityClaims },
  { number: 3, title: '5G MEC region', sample: 'mec-region', claims: mecClaims },
  { number: 4, title: 'Carrier edge cloud', sample: 'carrier-edge-cloud', claims: carrierClaims },
  { number: 5, title: 'Four-tier computing network', sample: 'computing-network', claims: networkClaims },
  { number: 6, title: 'Connected vehicles', sample: 'connected-vehicles', claims: vehicleClaims },
] as const;

export interface Told extends Claim {
  readonly scenario: number;
  readonly sample: string;
}

/** Every claim of the reference scenarios with the engine's figure for its sample. */
export function allClaims(): Told[] {
  return SCENARIOS.flatMap(({ number, sample, claims }) =>
    claims(readSample(sample)).map((claim) => ({ ...claim, scenario: number, sample })),
  );
}

/** The page of the samples: what they are, and what they reach. */
export function claimsPage(claims: readonly Told[]): string {
  const parts = SCENARIOS.map(({ number, title, sample }) => {
    const rows = claims.filter(({ scenario }) => scenario === number);
    return [
      `## ${number} ${title}`,
      '',
      `\`${sample}.edgewright.json\``,
      '',
      '| claim | our figure | verdict | how |',
      '|---|---|---|---|',
      ...rows.map(
        ({ claim, figure, verdict, how }) => `| ${[claim, figure === '' ? '–' : figure, verdict, how].map(cell).join(' | ')} |`,
      ),
      '',
    ].join('\n');
  });
  return `${HEAD}\n\n${parts.join('\n')}`;
}

const HEAD = `# What the samples reach

The reference scenarios make claims. Each has a sample whose *inputs* are the scenario's; the *outcomes* below come out of the engine, by

\`\`\`
npm run -s bench -- claims --write     # computes the table anew and writes this page; --json for the rows
\`\`\`

A verdict is **reached**, **partly**, **not reached**, **input** (the model takes it as given, from the source that is named) or **not modelled**.
What-ifs are scenarios of the sample, commands on the base: \`npm run -s edgewright -- compare FILE --scenario ID\` tells all that they change. \`melbourne-mec\` is a second region for scenario 3, on public data.`;

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function readSample(id: string): Site {
  const parsed = parseSiteFile(readFileSync(join(FOLDER, `${id}.edgewright.json`), 'utf8'), id);
  if (parsed.status === 'failed') throw new Error(JSON.stringify(parsed.error));
  return parsed.value.site;
}
