import type { PlaceChange } from '../../../core/place/site/result.ts';
import type { NodeResult } from '../../../core/evaluate/result.ts';
import { TIERS } from '../../../core/site/schema/common.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';

export interface BoardChip {
  readonly placementId: string;
  readonly serviceId: string;
  readonly name: string;
  readonly replicas: number;
  /** `leaves`, `comes`: by a plan that is shown and not carried out. */
  readonly turn: 'stays' | 'leaves' | 'comes';
}

export interface BoardCard {
  readonly node: RecordOf<'nodes'>;
  readonly silhouette: string;
  readonly placeName: string;
  readonly chips: readonly BoardChip[];
  /** Of the fullest dimension; null before the answer and where there is none. */
  readonly fullest: number | null;
  readonly tightest: string | null;
}

export type BoardRow =
  | { readonly kind: 'card'; readonly key: string; readonly card: BoardCard }
  /** Nodes on which nothing runs, put together until asked for. */
  | { readonly kind: 'idle'; readonly key: string; readonly count: number; readonly shown: boolean };

export interface BoardColumn {
  readonly tier: Tier;
  readonly nodes: number;
  readonly rows: readonly BoardRow[];
}

/** Idle nodes a column shows before it puts them together. */
const IDLE_SHOWN = 4;

/** The site as columns of tiers: what something runs on first, the fullest on top. */
export function boardColumns(
  site: Site,
  results: Pick<ReadonlyMap<string, NodeResult>, 'get'>,
  query: string,
  unfolded: ReadonlySet<Tier>,
  moves: readonly PlaceChange[] = [],
): BoardColumn[] {
  const wanted = query.trim().toLowerCase();
  const chips = chipsByNode(site, moves);
  const cards = new Map<Tier, BoardCard[]>(TIERS.map((tier) => [tier, []]));
  for (const node of listRecords(site, 'nodes')) {
    const card = cardOf(site, node, chips.get(node.id) ?? [], results.get(node.id));
    if (wanted === '' || matches(card, wanted)) cards.get(node.tier)?.push(card);
  }
  return TIERS.map((tier) => {
    const all = cards.get(tier) ?? [];
    const busy = all.filter((card) => card.chips.length > 0).toSorted(byUrgency);
    const idle = all.filter((card) => card.chips.length === 0);
    const shown = unfolded.has(tier) || wanted !== '' || idle.length <= IDLE_SHOWN;
    const rows: BoardRow[] = [...busy, ...(shown ? idle : [])].map((card) => ({ kind: 'card', key: card.node.id, card }));
    if (idle.length > IDLE_SHOWN && wanted === '')
      rows.splice(busy.length, 0, { kind: 'idle', key: 'idle', count: idle.length, shown });
    return { tier, nodes: all.length, rows };
  });
}

/** Services that run nowhere, to be placed. */
export function unplacedServices(site: Site): RecordOf<'services'>[] {
  const placed = new Set(listRecords(site, 'placements').map((placement) => placement.serviceId));
  return listRecords(site, 'services').filter((service) => !placed.has(service.id));
}

/** What comes is first, so that it shows on a full card. */
function chipsByNode(site: Site, moves: readonly PlaceChange[]): Map<string, BoardChip[]> {
  const chips = new Map<string, BoardChip[]>();
  const add = (nodeId: string, chip: Omit<BoardChip, 'name'>): void => {
    const named = { ...chip, name: getRecord(site, 'services', chip.serviceId)?.name ?? chip.serviceId };
    const list = chips.get(nodeId);
    if (list === undefined) chips.set(nodeId, [named]);
    else list.push(named);
  };
  const leaving = new Set<string>();
  for (const { kind, placementId, serviceId, from, to, after } of moves) {
    if (kind === 'resize') continue;
    if (from !== null) leaving.add(`${placementId} ${from}`);
    if (to !== null) add(to, { placementId, serviceId, replicas: after, turn: 'comes' });
  }
  for (const { id, serviceId, nodeId, replicas } of listRecords(site, 'placements'))
    add(nodeId, { placementId: id, serviceId, replicas, turn: leaving.has(`${id} ${nodeId}`) ? 'leaves' : 'stays' });
  return chips;
}

function cardOf(site: Site, node: RecordOf<'nodes'>, chips: readonly BoardChip[], result: NodeResult | undefined): BoardCard {
  const tightest = result?.tightest ?? null;
  return {
    node,
    chips,
    tightest,
    silhouette: getRecord(site, 'hardwareTypes', node.typeId)?.silhouette ?? 'rack-server',
    placeName: node.placeId === null ? '' : (getRecord(site, 'places', node.placeId)?.name ?? ''),
    fullest: tightest === null ? null : (result?.utilisation[tightest] ?? null),
  };
}

function matches(card: BoardCard, wanted: string): boolean {
  return [card.node.name, card.placeName, ...card.chips.map((chip) => chip.name)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

/** Something comes or leaves by the plan that is shown. */
function isTurning(card: BoardCard): boolean {
  return card.chips.some(({ turn }) => turn !== 'stays');
}

function byUrgency(a: BoardCard, b: BoardCard): number {
  return Number(isTurning(b)) - Number(isTurning(a)) || (b.fullest ?? -1) - (a.fullest ?? -1) || (a.node.id < b.node.id ? -1 : 1);
}
