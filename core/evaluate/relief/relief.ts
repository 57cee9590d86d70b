import { applyDiff } from '../../site/diff.ts';
import { apply } from '../../site/commands/apply.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import type { Link } from '../../site/schema/link.ts';
import { getRecord } from '../../site/site.ts';
import { nearLimitShare } from '../capacity-findings.ts';
import type { Evaluated } from '../evaluate.ts';
import { evaluateInSteps } from '../evaluate.ts';
import { movesOff } from './moves.ts';
import type { Idea, Relief, Remedy, SaturatedResource } from './result.ts';
import { saturatedResources, utilisationOf } from './saturated.ts';
import { elsewhere, replicated, shared } from './service-ideas.ts';

export interface ReliefStep {
  readonly done: number;
  readonly total: number;
}

/** [C4] What would make each saturated resource settle. Cost: an evaluation for each idea, some ten a resource. */
export function relieve(evaluated: Evaluated): Relief[] {
  const steps = relieveInSteps(evaluated);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, in steps between which a caller may show progress or stop. */
export function* relieveInSteps(evaluated: Evaluated): Generator<ReliefStep, Relief[]> {
  const resources = saturatedResources(evaluated.evaluation);
  const reliefs: Relief[] = [];
  for (const [done, resource] of resources.entries()) {
    const remedies: Remedy[] = [];
    for (const idea of ideasFor(evaluated, resource)) {
      yield { done, total: resources.length };
      const remedy = tried(evaluated, resource, idea);
      if (remedy !== null) remedies.push(remedy);
    }
    reliefs.push({ resource, remedies: remedies.toSorted(cheapestFirst) });
  }
  return reliefs;
}

/** Before all else what leaves nothing saturated; then the price, an unknown one last; then what changes the fewest records. */
function cheapestFirst(a: Remedy, b: Remedy): number {
  return (
    a.stillSaturated.length - b.stillSaturated.length ||
    compareCosts(a.costPerMonth, b.costPerMonth) ||
    a.commands.length - b.commands.length
  );
}

function compareCosts(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : a - b;
}

function ideasFor(evaluated: Evaluated, resource: SaturatedResource): Idea[] {
  const id = resource.subject.slice(resource.subject.indexOf('/') + 1);
  if (resource.subject.startsWith('links/')) {
    const moves = movesOff(evaluated, id).map(({ commands, serviceIds, nodeIds }): Idea => {
      const subjects = serviceIds.map((service) => `services/${service}`);
      return { kind: 'move', commands, subjects, from: null, to: null, nodeIds, costPerMonth: 0 };
    });
    return [...raised(evaluated, id, resource), ...moves];
  }
  return resource.subject.startsWith('placements/')
    ? [...replicated(evaluated, id), ...elsewhere(evaluated, id), ...shared(evaluated, id)]
    : [];
}

/** The bandwidth at which the link is no longer near its limit. */
function raised(evaluated: Evaluated, id: string, resource: SaturatedResource): Idea[] {
  const { site } = evaluated.model;
  const link = getRecord(site, 'links', id);
  const medium = link === undefined ? undefined : getRecord(site, 'media', link.mediumId);
  const result = evaluated.evaluation.links.find((one) => one.id === id);
  if (link === undefined || medium === undefined || result === undefined) return [];
  const to = resource.demand / nearLimitShare(evaluated.model);
  const field = result.utilisationUp >= result.utilisationDown ? 'bandwidthUpMbps' : 'bandwidthDownMbps';
  const measured: Partial<Link> =
    link.measured === null || link.measured.throughputMbps === null
      ? {}
      : { measured: { ...link.measured, throughputMbps: null } };
  const command: SimpleCommand = { kind: 'link.edit', id: link.id, patch: { [field]: to, ...measured } };
  const price = link.pricePerMbpsMonth ?? medium.pricePerMbpsMonth;
  return [
    {
      kind: 'bandwidth',
      commands: [command],
      subjects: [resource.subject],
      from: resource.capacity,
      to,
      nodeIds: [],
      costPerMonth: price === null ? null : (to - resource.capacity) * price,
    },
  ];
}

/** The idea as a remedy: null where the site refuses it, the resource stays saturated, or a limit that held is broken. */
function tried(evaluated: Evaluated, resource: SaturatedResource, idea: Idea): Remedy | null {
  const { site } = evaluated.model;
  const diff = apply(site, { kind: 'batch', label: 'relief', commands: [...idea.commands] });
  if (diff.status === 'failed') return null;
  const after = evaluatedFresh(applyDiff(site, diff.value));
  const known = new Set(evaluated.evaluation.findings.map((one) => one.id));
  if (after.evaluation.findings.some((one) => one.severity === 'error' && !known.has(one.id))) return null;
  const left = saturatedResources(after.evaluation).map((one) => one.subject);
  if (left.includes(resource.subject)) return null;
  return { ...idea, utilisationAfter: utilisationOf(after, resource.subject), stillSaturated: left };
}

function evaluatedFresh(site: Evaluated['model']['site']): Evaluated {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
