import { compareCodeUnits } from '../base/canonical-json.ts';
import { must } from '../base/assert.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { TEMPLATE_SOURCES } from '../catalog/catalog.ts';
import type { WorkloadTemplate } from '../catalog/template.ts';
import type { AcceleratorKind, Tier } from '../site/schema/common.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';

export interface ComputeWish {
  /** Ids that are taken first, where the catalog has them and they meet the wish. */
  readonly preferred: readonly string[];
  readonly tier: Tier;
  /** An accelerator of one of these kinds; empty: none is needed. */
  readonly acceleratorKinds: readonly AcceleratorKind[];
  readonly size: 'smallest' | 'largest';
}

const COMPUTE_CATEGORIES: ReadonlySet<string> = new Set(['server', 'rugged-box', 'cluster', 'module']);

/**
 * Hardware that computes: a preferred one, else the smallest or largest of the tier. Where no type of the tier has the
 * accelerator, one without it is taken; where the tier has none, any tier's. Throws when nothing in the catalog computes.
 */
export function pickCompute(catalog: Catalog, wish: ComputeWish): HardwareType {
  const computing = [...catalog.hardwareTypes.values()].filter(
    (type) => COMPUTE_CATEGORIES.has(type.category) && type.compute.computeUnits > 0,
  );
  const has = (type: HardwareType): boolean =>
    wish.acceleratorKinds.length === 0 ||
    type.accelerators.some(({ kind, tops }) => wish.acceleratorKinds.includes(kind) && tops > 0);
  const stands = (type: HardwareType): boolean => type.tiers.includes(wish.tier);
  const rounds = [computing.filter((type) => stands(type) && has(type)), computing.filter(stands), computing];
  const fitting = rounds.find((round) => round.length > 0) ?? [];
  const sign = wish.size === 'smallest' ? 1 : -1;
  return must(
    byPreference(fitting, wish.preferred, (a, b) => sign * (a.compute.computeUnits - b.compute.computeUnits)),
    'a computing hardware type in the catalog',
  );
}

/** Hardware that forwards: a preferred router, else the fastest. Throws when the catalog has no network gear. */
export function pickRouter(catalog: Catalog, preferred: readonly string[], size: 'smallest' | 'largest'): HardwareType {
  const routers = [...catalog.hardwareTypes.values()].filter(({ category }) => category === 'router');
  const gear = routers.length > 0 ? routers : [...catalog.hardwareTypes.values()].filter(({ category }) => category === 'switch');
  const sign = size === 'smallest' ? 1 : -1;
  return must(
    byPreference(gear, preferred, (a, b) => sign * ((a.forwardingMbps ?? 0) - (b.forwardingMbps ?? 0))),
    'a router or switch in the catalog',
  );
}

/** A medium of a kind: a preferred one, else the one with the most bandwidth. Throws when the catalog has none of the kind. */
export function pickMedium(catalog: Catalog, kind: Medium['kind'], preferred: readonly string[]): Medium {
  const media = [...catalog.media.values()].filter((medium) => medium.kind === kind);
  return must(
    byPreference(media, preferred, (a, b) => b.bandwidthDownMbps - a.bandwidthDownMbps),
    `a medium of kind ${kind} in the catalog`,
  );
}

/** A workload for people with terminals: a preferred one, else the first that is used by one. Null when there is none. */
export function pickTemplate(catalog: Catalog, preferred: readonly string[]): WorkloadTemplate | null {
  const users = new Set<string>(['user', 'phone', 'headset', 'terminal']);
  const fitting = [...catalog.templates.values()].filter(
    ({ flows, source }) => users.has(source.kind) && flows.some(({ from }) => from.id === TEMPLATE_SOURCES),
  );
  return byPreference(fitting, preferred, () => 0) ?? null;
}

function byPreference<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  preferred: readonly string[],
  compare: (a: Entry, b: Entry) => number,
): Entry | undefined {
  const first = preferred.map((id) => entries.find((entry) => entry.id === id)).find((entry) => entry !== undefined);
  return first ?? entries.toSorted((a, b) => compare(a, b) || compareCodeUnits(a.id, b.id))[0];
}
