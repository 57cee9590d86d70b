import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import { refuseDuplicatePlacement, refuseRecord } from './commands/rules.ts';
import { Draft } from './draft.ts';
import { circlingFlows } from './flow-cycles.ts';
import type { AnyRecord, RecordMap, Site } from './site.ts';
import { COLLECTIONS } from './site.ts';

/**
 * Everything that is wrong between the records of a site; empty for a sound one. Stops at `limit`.
 * Cost: one pass over all records; placements are compared by pair key, circles of flows are looked for once.
 */
export function checkIntegrity(site: Site, limit = 100): Problem[] {
  const problems: Problem[] = [];
  const draft = new Draft(site);
  const pairs = new Set<string>();
  const circling = new Set<string>(circlingFlows(Object.values(site.flows)).map(({ id }) => id));
  for (const collection of COLLECTIONS) {
    const map = site[collection] as RecordMap<typeof collection>;
    for (const id of Object.keys(map)) {
      if (problems.length >= limit) return problems;
      const record = map[id] as AnyRecord;
      const place = `${collection}/${id}`;
      if (record.id !== id) {
        problems.push(
          problem(
            'site.id-mismatch',
            `The record under ${id} calls itself ${record.id}.`,
            'Make key and id equal.',
            { place },
            { key: id, id: record.id },
          ),
        );
        continue;
      }
      const refusal = refuseRecord(draft, collection, record, circling);
      if (refusal !== null) problems.push(refusal);
      if (collection === 'placements' && 'serviceId' in record) {
        const pair = `${record.serviceId} ${record.nodeId}`;
        const duplicate = pairs.has(pair) ? refuseDuplicatePlacement(draft, record) : null;
        if (duplicate !== null) problems.push(duplicate);
        pairs.add(pair);
      }
    }
  }
  return problems;
}
