import { canonicalJson } from '../../base/canonical-json.ts';
import type { AnySubject } from '../../evaluate/explain/assessed.ts';
import { askQuestions } from '../ask-engine.ts';
import type { Command } from '../command.ts';
import { EXIT, printProblems } from '../command.ts';
import { describeExplanation } from '../describe-explanation.ts';
import { readSite } from '../read-site.ts';

const FLOW_FIGURES = ['mean', 'p50', 'p95', 'p99'] as const;
const DATA_FIGURES = ['kept', 'hot', 'warm', 'cold', 'filled', 'boundary'] as const;
const COST_FIGURES = ['capex', 'opex', 'tco', 'npv'] as const;
const DEPTH = 6;

export const explainCommand: Command = {
  name: 'explain',
  usage:
    '<site.edgewright.json> <flow|node|link|place|finding|total|energy|cost|availability|autonomy|data|training|rollout|runway> <id>',
  summary: 'Where one figure comes from: its whole derivation, each leaf with its source.',
  options: {
    figure: {
      type: 'string',
      help: 'flow: mean, p50, p95, p99 (default p99); node: a dimension or power; link: up, down; place: a dimension. energy: energy, carbon. Total ids are power and hardwareCost; energy ids are site or a node; cost ids are capex, opex, tco, npv; availability, autonomy and training ids are workloads; data: kept (of a service or site), hot, warm, cold (site), filled ("node class"), boundary (a tier); rollout ids are services; runway ids are "subject dimension"',
    },
    depth: { type: 'string', help: `levels to print, ${DEPTH} by default` },
    json: { type: 'boolean', help: 'the whole tree as JSON' },
  },
  takes: 3,
  async run({ positionals: [path = '', kind = '', id = ''], options }, terminal) {
    const wanted = typeof options['figure'] === 'string' ? options['figure'] : null;
    const subject = subjectOf(kind, id, wanted);
    const depth = Number(options['depth'] ?? DEPTH);
    if (subject === null || !Number.isInteger(depth) || depth < 0) {
      terminal.note(`That cannot be explained: ${[kind, id, wanted ?? ''].join(' ').trim()}. See explain --help.\n`);
      return EXIT.usage;
    }
    const file = await readSite(terminal, path);
    if (file.status === 'failed') {
      printProblems(terminal, file.error);
      return EXIT.refused;
    }
    const { answers } = await askQuestions(file.value.site, [{ kind: 'explain', subject }], terminal);
    const explanation = answers[0]?.kind === 'explain' ? answers[0].explanation : null;
    if (explanation === null) {
      terminal.note(`The answer to ${path} has no such figure: ${[kind, id, wanted ?? ''].join(' ').trim()}.\n`);
      return EXIT.refused;
    }
    terminal.out(options['json'] === true ? `${canonicalJson(explanation, 1)}\n` : describeExplanation(explanation, depth));
    return EXIT.done;
  },
};

function subjectOf(kind: string, id: string, wanted: string | null): AnySubject | null {
  switch (kind) {
    case 'flow': {
      const figure = FLOW_FIGURES.find((one) => one === (wanted ?? 'p99'));
      return figure === undefined ? null : { kind, id, figure };
    }
    case 'node':
      return { kind, id, figure: wanted };
    case 'link':
      return wanted === null || wanted === 'up' || wanted === 'down' ? { kind, id, figure: wanted } : null;
    case 'place':
      return wanted === null ? null : { kind, id, figure: wanted };
    case 'finding':
      return { kind, id };
    case 'energy':
      return wanted === null || wanted === 'energy' || wanted === 'carbon'
        ? { kind, id: id === 'site' ? null : id, figure: wanted ?? 'energy' }
        : null;
    case 'cost': {
      const figure = COST_FIGURES.find((one) => one === id);
      return figure === undefined ? null : { kind, figure };
    }
    case 'availability':
    case 'autonomy':
    case 'training':
    case 'runway':
      return { kind, id };
    case 'rollout':
      return { kind, options: { serviceIds: [id] } };
    case 'data': {
      const figure = DATA_FIGURES.find((one) => one === (wanted ?? 'kept'));
      return figure === undefined ? null : { kind, id, figure };
    }
    case 'total':
      return id === 'power' || id === 'hardwareCost' ? { kind, figure: id } : null;
    default:
      return null;
  }
}
