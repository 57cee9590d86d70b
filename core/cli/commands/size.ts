import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Redundancy, SizeOptions } from '../../place/size/options.ts';
import type { SizeResult } from '../../place/size/result.ts';
import { apply } from '../../site/commands/apply.ts';
import { applyDiff } from '../../site/diff.ts';
import { serializeSite } from '../../site/file.ts';
import { TIERS } from '../../site/schema/common.ts';
import type { Tier } from '../../site/schema/common.ts';
import type { Site } from '../../site/site.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Arguments, Command, Terminal } from '../command.ts';
import { EXIT, pathFrom, printProblems } from '../command.ts';
import { describeSizing } from '../describe-sizing.ts';
import { loadCatalog } from '../load-catalog.ts';
import { readSite } from '../read-site.ts';
import { writeTextFile } from '../write-file.ts';

const ITERATIONS = 60;
type Given = Arguments['options'];

export const sizeCommand: Command = {
  name: 'size',
  usage: '<site.edgewright.json> [--budget <amount>] [--n-plus-one <all|ids>] [--types <ids>] [--places <ids>] [--out <file>]',
  summary: 'What to buy: the cheapest hardware of the catalog on which everything holds, its bound, and what less would lose.',
  options: {
    budget: { type: 'string', help: "most that hardware may cost, in the site's currency" },
    'n-plus-one': { type: 'string', help: 'what goes on when any one node is down: all, or ids of services, workloads or tiers' },
    types: {
      type: 'string',
      help: 'ids of hardware types that may be bought, with commas between; all of the catalog by default',
    },
    places: {
      type: 'string',
      help: 'ids of places that may hold new hardware, with all in them; racks and where hardware stands by default',
    },
    keep: { type: 'boolean', help: 'leave planned hardware as it is and only add to it' },
    spares: { type: 'string', help: 'pieces on the shelf for each type: a count such as 1, or a share such as 10%' },
    headroom: { type: 'string', help: 'share of each bought node that stays free, such as 0.2' },
    growth: { type: 'string', help: 'requests of all devices times this, such as 1.3' },
    seconds: { type: 'string', help: 'stop after so long' },
    iterations: { type: 'string', help: `bills tried, ${ITERATIONS} unless --seconds are given; equal seeds give equal answers` },
    seed: { type: 'string', help: 'whole number, 1 by default' },
    out: { type: 'string', help: 'write the site with the plan to this file' },
    json: { type: 'boolean', help: 'the whole answer as JSON' },
  },
  takes: 1,
  async run({ positionals: [path = ''], options: given }, terminal) {
    const numbers = numbersOf(given);
    const spares = sparesOf(given['spares']);
    if (numbers.status === 'failed' || spares.status === 'failed') {
      terminal.note(`${numbers.status === 'failed' ? numbers.error : spares.status === 'failed' ? spares.error : ''}\n`);
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    const catalog = loadCatalog();
    if (file.status === 'failed' || catalog.status === 'failed') {
      printProblems(
        terminal,
        [file, catalog].flatMap((one) => (one.status === 'failed' ? one.error : [])),
      );
      return EXIT.refused;
    }
    const { site } = file.value;
    const wishes = wishesOf(site, catalog.value, path, given);
    if (wishes.status === 'failed') {
      printProblems(terminal, wishes.error);
      return EXIT.refused;
    }
    const options: Partial<SizeOptions> = { ...numbers.value, ...wishes.value, spares: spares.value };
    const { hardwareTypes, media } = catalog.value;
    const offered = { hardwareTypes: [...hardwareTypes.values()], media: [...media.values()] };
    const { answers } = await askQuestions(site, [{ kind: 'size', options, offered }], terminal);
    const [answer] = answers;
    if (answer?.kind !== 'size') throw new Error(`size was answered by ${answer?.kind}`);
    terminal.out(given['json'] === true ? `${canonicalJson(answer.size, 1)}\n` : describeSizing(site, answer.size));
    const { out } = given;
    return typeof out === 'string' ? write(terminal, site, answer.size, out) : EXIT.done;
  },
};

async function write(terminal: Terminal, site: Site, { plan }: SizeResult, out: string): ReturnType<Command['run']> {
  const missing = problem('size.no-plan', 'There is no plan to write.', 'Change what was asked as told above.', { file: out });
  const diff = plan === null ? failed(missing) : apply(site, plan.command);
  const written =
    diff.status === 'failed'
      ? diff
      : await writeTextFile(pathFrom(terminal, out), out, serializeSite(applyDiff(site, diff.value)));
  if (written.status === 'ok') return EXIT.done;
  printProblems(terminal, [written.error]);
  return EXIT.refused;
}

function numbersOf(given: Given): Result<Partial<SizeOptions>, string> {
  const numbers = new Map<string, number>();
  for (const [name, least, most] of [
    ['budget', 0, 1e15],
    ['headroom', 0, 0.9],
    ['growth', 0.001, 1e6],
    ['seconds', 0, 1e6],
    ['iterations', 0, 1e9],
    ['seed', 0, 2 ** 32 - 1],
  ] as const) {
    const text = given[name];
    if (typeof text !== 'string') continue;
    const value = text.trim() === '' ? NaN : Number(text);
    if (!(value >= least && value <= most)) return failed(`--${name} takes a number from ${least} to ${most}.`);
    numbers.set(name, value);
  }
  const seconds = numbers.get('seconds');
  return ok({
    budget: numbers.get('budget') ?? null,
    headroom: numbers.get('headroom') ?? 0,
    growth: numbers.get('growth') ?? 1,
    seed: numbers.get('seed') ?? 1,
    iterations: numbers.get('iterations') ?? (seconds === undefined ? ITERATIONS : null),
    milliseconds: seconds === undefined ? null : seconds * 1000,
    existing: given['keep'] === true ? 'keep' : 'open',
  });
}

function sparesOf(text: string | boolean | undefined): Result<SizeOptions['spares'], string> {
  if (typeof text !== 'string') return ok({ each: 0, share: 0 });
  const isShare = text.endsWith('%');
  const value = Number(isShare ? text.slice(0, -1) : text);
  if (text.trim() === '' || !(value >= 0 && value <= 1000) || (!isShare && !Number.isInteger(value)))
    return failed('--spares takes a whole number such as 1, or a share such as 10%.');
  return ok(isShare ? { each: 0, share: value / 100 } : { each: value, share: 0 });
}

/** Types, places and what is redundant, by ids that have to be there. */
function wishesOf(site: Site, catalog: Catalog, path: string, given: Given): Result<Partial<SizeOptions>, readonly Problem[]> {
  const problems: Problem[] = [];
  const listOf = (name: string, isKnown: (id: string) => boolean, remedy: string): readonly string[] | null => {
    const text = given[name];
    if (typeof text !== 'string') return null;
    const ids = text.split(',').map((id) => id.trim());
    const unknown = ids.filter((id) => !isKnown(id));
    if (unknown.length > 0)
      problems.push(
        problem(
          'site.missing-record',
          `--${name}: there is no ${unknown.join(', ')}.`,
          remedy,
          { file: path },
          { record: unknown.join(', ') },
        ),
      );
    return ids;
  };
  const typeIds = listOf(
    'types',
    (id) => catalog.hardwareTypes.has(id) || Object.hasOwn(site.hardwareTypes, id),
    'Use ids of hardware types of the catalog or of the site.',
  );
  const placeIds = listOf('places', (id) => Object.hasOwn(site.places, id), 'Use ids of places of the site.');
  const isAsked = (id: string): boolean =>
    id === 'all' || Object.hasOwn(site.services, id) || Object.hasOwn(site.workloads, id) || TIERS.includes(id as Tier);
  const asked = listOf('n-plus-one', isAsked, `Use all, ids of services or workloads, or tiers: ${TIERS.join(', ')}.`);
  if (problems.length > 0) return failed(problems);
  return ok({ typeIds, placeIds, redundancy: redundancyOf(site, asked) });
}

function redundancyOf(site: Site, asked: readonly string[] | null): Redundancy {
  if (asked === null) return { kind: 'none' };
  if (asked.includes('all')) return { kind: 'all' };
  return {
    kind: 'some',
    serviceIds: asked.filter((id) => Object.hasOwn(site.services, id)),
    workloadIds: asked.filter((id) => Object.hasOwn(site.workloads, id)),
    tiers: TIERS.filter((tier) => asked.includes(tier)),
  };
}
