import type { Evaluation, Finding } from '../../../core/evaluate/result.ts';
import type { SiteDiff } from '../../../core/site/diff.ts';
import type { AnyRecord, Site } from '../../../core/site/site.ts';

/** The site after a diff, with a copy of each map that changes: as much work as the map is large. */
export function copiedByDiff(site: Site, diff: SiteDiff): Site {
  const next: Record<string, unknown> = { ...site };
  for (const { collection, id, after } of diff.changes) {
    const map = next[collection] === site[collection] ? { ...site[collection] } : (next[collection] as object);
    next[collection] = map;
    if (after === null) delete (map as Record<string, AnyRecord>)[id];
    else (map as Record<string, AnyRecord>)[id] = after;
  }
  for (const { collection } of diff.changes) Object.freeze(next[collection]);
  return Object.freeze(next) as unknown as Site;
}

/** Whether a placement that the diff writes is there twice, by a look at all placements. */
export function duplicateByScan(site: Site, diff: SiteDiff): boolean {
  let found = false;
  for (const { collection, after } of diff.changes) {
    if (collection !== 'placements' || after === null || !('serviceId' in after)) continue;
    const { id, serviceId, nodeId } = after;
    for (const key in site.placements) {
      const other = site.placements[key];
      if (other !== undefined && other.id !== id && other.serviceId === serviceId && other.nodeId === nodeId) found = true;
    }
  }
  return found;
}

/** All look-ups of an evaluation, built anew. */
export function indexedAnew(evaluation: Evaluation): object {
  const findings = new Map<string, Finding[]>();
  for (const finding of evaluation.findings) {
    const list = findings.get(finding.subject);
    if (list === undefined) findings.set(finding.subject, [finding]);
    else list.push(finding);
  }
  return {
    flows: new Map(evaluation.flows.map((flow) => [flow.id, flow])),
    nodes: new Map(evaluation.nodes.map((node) => [node.id, node])),
    links: new Map(evaluation.links.map((link) => [link.id, link])),
    findings,
  };
}
