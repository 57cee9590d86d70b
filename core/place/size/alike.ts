import { enclosing } from '../../evaluate/place-capacity.ts';
import type { SizeProblem } from './problem.ts';
import type { Showroom } from './showroom.ts';
import type { Stand } from './stands.ts';

/** Stands that a program of bills need not tell apart, the one with most requests first. */
export type Alike = readonly Stand[];

/** Positions of single nodes in places without limits that offer the same: hundreds of roadside units are one to a program. Others stand alone. */
export function alikeStands(problem: SizeProblem, showroom: Showroom): readonly Alike[] {
  const lotsOf = new Map<Stand, number[]>();
  for (const [lot, { members }] of showroom.lots.entries())
    for (const index of members) {
      const stand = showroom.offers[index]?.stand;
      if (stand !== undefined) lotsOf.set(stand, [...(lotsOf.get(stand) ?? []), lot]);
    }
  const groups = new Map<string, Stand[]>();
  for (const stand of problem.stands) {
    const { node, isRequired } = stand;
    const isFree = enclosing(problem.bare, stand.placeId).every(({ limits }) =>
      Object.values(limits).every((limit) => limit === null),
    );
    const key = node === null || !isFree ? stand.id : `${isRequired} ${node.typeId} ${lotsOf.get(stand)?.join() ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), stand]);
  }
  const requests = requestsByNode(problem);
  const busy = ({ node }: Stand): number => requests.get(node?.id ?? '') ?? 0;
  return [...groups.values()].map((group) => group.toSorted((a, b) => busy(b) - busy(a) || (a.id < b.id ? -1 : 1)));
}

/** Requests per second of the devices that hang on each node. */
export function requestsByNode({ site }: SizeProblem): Map<string, number> {
  const requests = new Map<string, number>();
  for (const { attachment, count, requestsPerSecond } of Object.values(site.deviceGroups))
    if (attachment !== null) requests.set(attachment.nodeId, (requests.get(attachment.nodeId) ?? 0) + count * requestsPerSecond);
  return requests;
}
