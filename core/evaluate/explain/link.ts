import { must } from '../../base/assert.ts';
import type { Arc } from '../../network/graph.ts';
import { getRecord } from '../../site/site.ts';
import type { Leg, LegTarget } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import { STREAM_PACKET_BYTES } from '../demand.ts';
import { occupancyMs } from '../../network/link-model.ts';
import { constantOf, figureOf, greatestOf, input, nameOf, number, productOf, quotientOf, step, sumOf } from './build.ts';
import type { Explanation } from './explanation.ts';
import { bandwidthOf, wireTime } from './channel.ts';
import { messageOf } from './message.ts';
import { rateOf } from './requests.ts';

/** What one flow sends over an arc: messages of some bytes at a rate, and a continuous stream. */
interface Crossing {
  readonly flowId: string;
  readonly leg: Leg;
  readonly target: LegTarget;
  readonly way: 'request' | 'response';
  /** Share of it that takes this underlay; 1 on an ordinary link. */
  readonly share: number;
}

/** Load of a link in both directions. Null for one that does not work. */
export function explainLink(evaluated: Evaluated, id: string): Explanation | null {
  const parts = (['up', 'down'] as const).flatMap((direction) => explainLinkLoad(evaluated, id, direction) ?? []);
  if (parts.length === 0) return null;
  return step('nodeDetail', 'list', parts, null, { parameters: { node: nameOf(evaluated.model.site, 'links', id) } });
}

/** [L3] Share of time a link is busy in one direction: Σ messages × time on the wire. Of an overlay, its fullest underlay. */
export function explainLinkLoad(evaluated: Evaluated, id: string, direction: 'up' | 'down'): Explanation | null {
  const { graph, site } = evaluated.model;
  const index = graph.arcOf.get(`${id}/${direction}`);
  const arc = index === undefined ? undefined : graph.arcs[index];
  const result = evaluated.evaluation.links.find((link) => link.id === id);
  if (arc === undefined || result === undefined) return null;
  const value = direction === 'up' ? result.utilisationUp : result.utilisationDown;
  const parameters = { name: nameOf(site, 'links', id), dimension: direction };
  if (arc.underlays.length > 0) {
    const under = arc.underlays.map((one) => arcLoad(evaluated, must(graph.arcs[one.arc], `arc ${one.arc}`)));
    return greatestOf('linkUtilisation', under, {
      unit: 'ratio',
      rule: 'L5',
      formula: 'its fullest underlay',
      parameters,
      value,
    });
  }
  return arcLoad(evaluated, arc, value);
}

export function arcLoad(evaluated: Evaluated, arc: Arc, value = evaluated.demand.arcs[arc.index]?.work ?? 0): Explanation {
  const loads = crossingsOf(evaluated, arc.index).flatMap((crossing) => crossingLoad(evaluated, arc, crossing));
  return sumOf(
    'linkUtilisation',
    loads.toSorted((a, b) => figureOf(b) - figureOf(a)),
    {
      unit: 'ratio',
      rule: 'L3',
      formula: 'ρ = Σ λ s',
      parameters: { name: arc.link.name, dimension: arc.direction },
      value,
    },
  );
}

function crossingLoad(evaluated: Evaluated, arc: Arc, crossing: Crossing): Explanation[] {
  const { site } = evaluated.model;
  const parameters = { flow: nameOf(site, 'flows', crossing.flowId), way: crossing.way };
  const remarks = { unit: 'ratio', rule: 'L3', formula: 'λ s', parameters };
  const loads: Explanation[] = [];
  const message = bytesOf(evaluated, crossing);
  const split = shareOf(crossing);
  if (message !== null && crossing.leg.requestsPerSecond > 0)
    loads.push(
      productOf(
        'flowLoad',
        [
          rateOf(evaluated, crossing.flowId, crossing.leg, crossing.target),
          ...split,
          wireTime(site, arc, message),
          number(1 / 1000, 'conversion', 's/ms'),
        ],
        remarks,
      ),
    );
  const stream = streamOf(evaluated, crossing);
  if (stream !== null)
    loads.push(
      arc.channel.lora === null && arc.channel.dutyCycle === 1
        ? quotientOf('stream', stream, bandwidthOf(site, arc), { ...remarks, formula: 'Mbps / Mbps' })
        : step('stream', 'formula', [stream], packetLoad(arc, figureOf(stream)), {
            ...remarks,
            formula: 'packets/s × time on air',
          }),
    );
  return loads;
}

function packetLoad(arc: Arc, mbps: number): number {
  return ((mbps * 1000) / (STREAM_PACKET_BYTES * 8)) * occupancyMs(arc.channel, STREAM_PACKET_BYTES);
}

/** [C1] Mbps over an arc, by flow. */
export function linkTraffic(evaluated: Evaluated, index: number, byFlow = true): Explanation {
  const arc = must(evaluated.model.graph.arcs[index], `arc ${index}`);
  const value = evaluated.demand.arcMbps[index] ?? 0;
  const remarks = {
    unit: 'Mbps',
    rule: 'C1',
    formula: 'Σ requests/s × bits + streams',
    parameters: { name: arc.link.name, dimension: arc.direction },
    value,
  };
  if (!byFlow) return step('linkTraffic', 'formula', [], value, remarks);
  const { site } = evaluated.model;
  const flows = crossingsOf(evaluated, index).flatMap((crossing) => {
    const parameters = { flow: nameOf(site, 'flows', crossing.flowId), way: crossing.way };
    const parts: Explanation[] = [];
    const message = bytesOf(evaluated, crossing);
    if (message !== null && crossing.leg.requestsPerSecond > 0)
      parts.push(
        productOf(
          'flowTraffic',
          [
            rateOf(evaluated, crossing.flowId, crossing.leg, crossing.target),
            ...shareOf(crossing),
            message,
            number(8 / 1e6, 'conversion', 'Mbit/B'),
          ],
          { unit: 'Mbps', rule: 'C1', parameters },
        ),
      );
    const stream = streamOf(evaluated, crossing);
    return stream === null ? parts : [...parts, stream];
  });
  return sumOf(
    'linkTraffic',
    flows.toSorted((a, b) => figureOf(b) - figureOf(a)),
    remarks,
  );
}

/** Every message kind that goes over an arc, underlays of overlays included. */
function crossingsOf(evaluated: Evaluated, index: number): Crossing[] {
  const { graph, site } = evaluated.model;
  const shares = new Map<number, number>([[index, 1]]);
  for (const slot of graph.arcOf.values()) {
    const used = graph.arcs[slot]?.underlays.find((one) => one.arc === index);
    if (used !== undefined) shares.set(slot, used.share);
  }
  const crossings: Crossing[] = [];
  for (const [flowId, legs] of evaluated.demand.legs) {
    if (getRecord(site, 'flows', flowId) === undefined) continue;
    for (const leg of legs) {
      for (const target of leg.targets) {
        for (const [way, path] of [
          ['request', target.path],
          ['response', target.back],
        ] as const) {
          for (const arc of path) {
            const share = shares.get(arc);
            if (share !== undefined) crossings.push({ flowId, leg, target, way, share });
          }
        }
      }
    }
  }
  return crossings;
}

/** Null where nothing is sent. */
function bytesOf(evaluated: Evaluated, { flowId, way }: Crossing): Explanation | null {
  const { site } = evaluated.model;
  const flow = must(getRecord(site, 'flows', flowId), `flows/${flowId}`);
  const message = messageOf(site, flow, way);
  return figureOf(message) === 0 || (way === 'response' && flow.pattern === 'one-way') ? null : message;
}

/** [S3] The continuous stream of the group that a flow carries with it; null where there is none. */
function streamOf(evaluated: Evaluated, crossing: Crossing): Explanation | null {
  const { site } = evaluated.model;
  const flow = must(getRecord(site, 'flows', crossing.flowId), `flows/${crossing.flowId}`);
  const group = getRecord(site, 'deviceGroups', flow.from.kind === 'device-group' ? flow.from.id : '');
  if (group === undefined || flow.requestBytes !== null) return null;
  const field = crossing.way === 'request' ? 'streamUpMbps' : 'streamDownMbps';
  if (group[field] === 0) return null;
  const factors = [
    input(site, 'deviceGroups', group.id, 'count', group.count),
    input(site, 'deviceGroups', group.id, field, group[field], 'Mbps'),
    ...shareOf({ share: crossing.share * crossing.target.share }),
  ];
  return productOf('stream', factors, { unit: 'Mbps', rule: 'S3', parameters: { flow: flow.name, way: crossing.way } });
}

function shareOf({ share }: { readonly share: number }): Explanation[] {
  if (share === 1) return [];
  return [constantOf('share', share, 'core/README.md, L5, L7', { unit: 'ratio', rule: 'L5', parameters: { name: '' } })];
}
