import { createRandom } from '../../../core/base/random.ts';
import type { Evaluation, LinkResult, NodeResult } from '../../../core/evaluate/result.ts';
import type { Site } from '../../../core/site/site.ts';

/**
 * An answer for the drawing to colour: drawn utilisations, one node in fifty with a finding. What the engine would say of such a site is
 * not what is measured here; how many things carry colours and marks is.
 */
export function drawnAnswer(site: Site, seed = 1): Evaluation {
  const random = createRandom(seed, 'drawn answer');
  const nodes = Object.values(site.nodes).map(({ id, tier }): NodeResult => ({
    id,
    tier,
    utilisation: { compute: random() * 1.05, memory: random() * 0.5 },
    amounts: {},
    tightest: 'compute',
    powerW: 100,
    placements: 1,
  }));
  const links = Object.values(site.links).map((link): LinkResult => {
    const capacity = site.media[link.mediumId]?.bandwidthDownMbps ?? 1000;
    const [up, down] = [random() ** 2, random() ** 3 * 1.1];
    return {
      id: link.id,
      upMbps: up * capacity,
      downMbps: down * capacity,
      capacityUpMbps: capacity,
      capacityDownMbps: capacity,
      utilisationUp: up,
      utilisationDown: down,
      delayUpMs: 0.1 + random() * 5,
      delayDownMs: 0.1 + random() * 5,
      flows: 3,
    };
  });
  const findings = nodes
    .filter((_, at) => at % 50 === 7)
    .map((node, at) => ({
      id: `f${at}`,
      kind: 'near-limit' as const,
      severity: at % 3 === 0 ? ('error' as const) : ('warning' as const),
      subject: `nodes/${node.id}`,
      limit: 1,
      value: 0.9,
      unit: '',
      why: 'Nearly full.',
      remedy: 'Move something.',
      text: { code: 'near-limit', parameters: {} },
    }));
  return { nodes, links, flows: [], places: [], findings, totals: {}, site: {} } as unknown as Evaluation;
}
