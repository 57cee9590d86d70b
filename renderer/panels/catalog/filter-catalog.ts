import type { WorkloadTemplate } from '../../../core/catalog/template.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';
import type { Medium } from '../../../core/site/schema/medium.ts';

/** Which entries are looked at, whatever else is asked. */
export interface Choice {
  readonly favourites: ReadonlySet<string> | null;
  readonly own: ReadonlySet<string> | null;
}

/** Entries that are favourites, or one's own, or both, as far as asked. */
export function chosen<Entry extends { readonly id: string }>(entries: readonly Entry[], { favourites, own }: Choice): Entry[] {
  return entries.filter(({ id }) => (favourites === null || favourites.has(id)) && (own === null || own.has(id)));
}

export function filterMedia(media: Iterable<Medium>, query: string): Medium[] {
  const words = wordsOf(query);
  return [...media].filter((medium) => hasWords(words, medium.name, medium.kind));
}

export interface HardwareFilter {
  readonly query: string;
  /** Null: any. */
  readonly tier: Tier | null;
  readonly category: string | null;
}

/** Types that match every word of the query and the chosen tier and category. */
export function filterHardware(types: Iterable<HardwareType>, filter: HardwareFilter): HardwareType[] {
  const words = wordsOf(filter.query);
  return [...types].filter(
    (type) =>
      (filter.tier === null || type.tiers.includes(filter.tier)) &&
      (filter.category === null || type.category === filter.category) &&
      hasWords(words, type.name, type.vendor, type.category, ...type.accelerators.map((accelerator) => accelerator.model)),
  );
}

export function filterTemplates(
  templates: Iterable<WorkloadTemplate>,
  query: string,
  industry: string | null,
): WorkloadTemplate[] {
  const words = wordsOf(query);
  return [...templates].filter(
    (template) =>
      (industry === null || template.industry === industry) &&
      hasWords(
        words,
        template.name,
        template.description,
        ...Object.values(template.translations).flatMap((translated) => Object.values(translated)),
        template.industry,
        template.workload.kind,
      ),
  );
}

function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

function hasWords(words: readonly string[], ...texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

export interface KeyFigure {
  /** Keys its label: `figure.<name>`. */
  readonly name: 'vcpu' | 'memory' | 'tops' | 'forwarding' | 'maxPower';
  readonly value: number;
  readonly unit: string;
}

/** The two or three figures one chooses a piece of hardware by. */
export function keyFigures(type: HardwareType): KeyFigure[] {
  const figures: KeyFigure[] = [];
  if (type.compute.computeUnits > 0) figures.push({ name: 'vcpu', value: type.compute.computeUnits, unit: 'vCPU' });
  if (type.memoryGiB > 0) figures.push({ name: 'memory', value: type.memoryGiB, unit: 'GiB' });
  const tops = type.accelerators.reduce((sum, accelerator) => sum + accelerator.tops * accelerator.count, 0);
  if (tops > 0) figures.push({ name: 'tops', value: tops, unit: 'TOPS' });
  if (figures.length < 3 && type.forwardingMbps !== null && type.forwardingMbps > 0) {
    figures.push({ name: 'forwarding', value: type.forwardingMbps / 1000, unit: 'Gbps' });
  }
  if (figures.length < 3) figures.push({ name: 'maxPower', value: type.power.maxW, unit: 'W' });
  return figures.slice(0, 3);
}
