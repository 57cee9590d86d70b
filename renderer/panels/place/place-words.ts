import type { TFunction } from 'i18next';
import type { PlaceChange } from '../../../core/place/site/result.ts';
import type { LimitKind } from '../../../core/place/site/problem.ts';
import type { SimpleCommand } from '../../../core/site/commands/schema.ts';
import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import type { Formatter } from '../../ui/format.ts';
import { recordName } from '../record-name.ts';

/** What keeps a service away from a node; a rule by its name. */
export function limitText(t: TFunction, site: Site, kind: LimitKind): string {
  if (kind.startsWith('rule-')) return t('place.limit.rule', { name: recordName(site, 'policies', kind.slice('rule-'.length)) });
  const dimension = kind.startsWith('capacity-') ? kind.slice('capacity-'.length) : null;
  return dimension === null ? t(`place.limit.${kind}`) : t('place.limit.capacity', { dimension: t(`dimension.${dimension}`) });
}

export function limitsText(t: TFunction, site: Site, kinds: readonly LimitKind[]): string {
  return [...new Set(kinds)].map((kind) => limitText(t, site, kind)).join(t('place.join'));
}

/** Where something goes: `A → B`, `B`, or how often it runs now. */
export function wayText(t: TFunction, site: Site, change: PlaceChange): string {
  const name = (id: string | null): string => (id === null ? '' : recordName(site, 'nodes', id));
  const { kind, before, after } = change;
  const way = { from: name(change.from), to: name(change.to), before, after };
  return t(`place.change.${kind}`, way);
}

/** What a way in would change of the site itself, in words; the placements that go with it are not told. */
export function admissionTexts(t: TFunction, format: Formatter, site: Site, commands: readonly SimpleCommand[]): string[] {
  return commands.flatMap((command): string[] => {
    switch (command.kind) {
      case 'flow.edit': {
        const flow = getRecord(site, 'flows', command.id);
        const after = command.patch.objectiveP99Ms ?? null;
        if (flow === undefined || after === null) return [];
        const before = flow.objectiveP99Ms;
        return [
          t('place.admit.objective', {
            name: flow.name,
            before: before === null ? '–' : format.number(before),
            after: format.number(after),
          }),
        ];
      }
      case 'node.edit': {
        const { id, patch } = command;
        const added = commands.find((one) => one.kind === 'hardware-type.add' && one.record.id === patch.typeId);
        const node = getRecord(site, 'nodes', id);
        const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
        if (added?.kind !== 'hardware-type.add' || type === undefined) return [];
        return [t('place.admit.hardware', { name: recordName(site, 'nodes', id), parts: moreOf(t, format, type, added.record) })];
      }
      case 'service.edit': {
        const key = Object.keys(command.patch)[0] ?? '';
        return [t(`place.admit.service.${key}`, { name: recordName(site, 'services', command.id) })];
      }
      case 'policy.replace':
        return [t('place.admit.policy', { name: command.record.name })];
      default:
        return [];
    }
  });
}

type HardwareType = Site['hardwareTypes'][string];

function moreOf(t: TFunction, format: Formatter, before: HardwareType, after: HardwareType): string {
  const parts: string[] = [];
  const add = (label: string, more: number, unit: string): void => {
    if (more > 0) parts.push(`+${format.number(more)}${unit} ${label}`);
  };
  add(t('dimension.compute'), after.compute.computeUnits - before.compute.computeUnits, ' vCPU');
  add(t('dimension.memory'), after.memoryGiB - before.memoryGiB, ' GiB');
  for (const { class: kind, capacityGB } of after.storage) {
    const had = before.storage.find((one) => one.class === kind)?.capacityGB ?? 0;
    add(t(`dimension.storage-${kind}`), capacityGB - had, ' GB');
  }
  for (const { kind, count } of after.accelerators) {
    const had = before.accelerators.find((one) => one.kind === kind)?.count ?? 0;
    add(t(`dimension.accelerator-${kind}`), count - had, '');
  }
  const forms = after.offers.forms.filter((form) => !before.offers.forms.includes(form));
  return [...parts, ...forms.map((form) => t(`choice.${form}`))].join(t('place.join'));
}
