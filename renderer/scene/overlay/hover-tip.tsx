import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import type { ResultsState } from '../../store/results-store.ts';
import { useFormat } from '../../ui/format.ts';
import type { Formatter } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import { PercentileFan } from '../../ui/percentile-fan.tsx';
import { linkBars, nodeBars, worstFlowOf } from './tip-charts.ts';
import type { TipBar } from './tip-charts.ts';
import css from '../twin.module.css';

/** Beside the pointer: name and key figures of what it is over. */
export function HoverTip({
  site,
  pointer,
}: {
  site: Site;
  pointer: { readonly current: { x: number; y: number } };
}): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const hover = useInteractionStore((state) => state.hover);
  const idle = useInteractionStore((state) => state.interaction.kind === 'idle');
  const results = useResultsStore();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    const frame = element?.parentElement;
    if (element === null || frame === null || frame === undefined) return;
    const { x, y } = pointer.current;
    const left = x + 16 + element.offsetWidth > frame.clientWidth ? x - 12 - element.offsetWidth : x + 16;
    const top = y + 16 + element.offsetHeight > frame.clientHeight ? y - 12 - element.offsetHeight : y + 16;
    element.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }, [hover, pointer, results]);
  if (hover === null || !idle) return null;
  const lines = describe(site, results, hover, t, format);
  if (lines === null) return null;
  return (
    <div ref={box} className={css.tip} role="tooltip">
      <strong>{lines.title}</strong>
      {lines.facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {lines.bars.map(({ key, share }) => (
        <span key={key} className={css.tipBar}>
          <span>{t(key)}</span>
          <LimitBar share={share} label={`${t(key)} ${format.percent(share)}`} />
          <span className={css.tipShare}>{format.percent(share)}</span>
        </span>
      ))}
      {lines.fan === null ? null : <Fan flow={lines.fan} />}
      {lines.found.map((why) => (
        <span key={why}>{why}</span>
      ))}
    </div>
  );
}

type Words = TFunction;

/** Percentiles of one flow against its objective. */
function Fan({ flow }: { flow: NonNullable<Lines['fan']> }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [p50, p95, p99] = [flow.p50Ms, flow.p95Ms, flow.p99Ms].map((value) => format.number(value));
  const words = t('scene.tip.fan', { p50, p95, p99 });
  return (
    <span>
      <span>{flow.name}</span>
      <PercentileFan {...flow} label={words} />
      <span>
        {flow.objectiveMs === null ? words : `${words} · ${t('scene.tip.objective', { limit: format.number(flow.objectiveMs) })}`}
      </span>
    </span>
  );
}

interface Lines {
  readonly title: string;
  readonly facts: readonly string[];
  readonly bars: readonly TipBar[];
  readonly fan: ReturnType<typeof worstFlowOf>;
  readonly found: readonly string[];
}

const NO_CHARTS = { bars: [], fan: null } as const;

function describe(site: Site, results: ResultsState, ref: RecordRef, t: Words, format: Formatter): Lines | null {
  const findings = results.findings.get(`${ref.collection}/${ref.id}`) ?? [];
  const found = findings.slice(0, 2).map((finding) => finding.why);
  switch (ref.collection) {
    case 'nodes': {
      const node = getRecord(site, 'nodes', ref.id);
      if (node === undefined) return null;
      const result = results.nodes.get(ref.id);
      const type = getRecord(site, 'hardwareTypes', node.typeId);
      const facts = [[type?.name === node.name ? null : type?.name, t(`tier.${node.tier}`)].filter(Boolean).join(' · ')];
      if (result !== undefined) {
        facts.push(t('scene.tip.node', { placements: format.count(result.placements), power: format.number(result.powerW) }));
      }
      return { title: node.name, facts, bars: nodeBars(result), fan: null, found };
    }
    case 'links': {
      const link = getRecord(site, 'links', ref.id);
      if (link === undefined) return null;
      const result = results.links.get(ref.id);
      const facts = [getRecord(site, 'media', link.mediumId)?.name ?? link.mediumId];
      if (result !== undefined) {
        const load = Math.max(result.utilisationUp, result.utilisationDown);
        facts.push(
          t('scene.tip.link', {
            load: format.percent(load),
            capacity: format.number(Math.max(result.capacityUpMbps, result.capacityDownMbps)),
            flows: format.count(result.flows),
          }),
        );
        if (result.delayUpMs !== null) facts.push(t('scene.tip.delay', { delay: format.number(result.delayUpMs) }));
      }
      return { title: link.name, facts, bars: linkBars(result), fan: null, found };
    }
    case 'deviceGroups': {
      const group = getRecord(site, 'deviceGroups', ref.id);
      if (group === undefined) return null;
      const via = group.attachment === null ? null : getRecord(site, 'nodes', group.attachment.nodeId);
      return {
        title: group.name,
        facts: [
          t('scene.tip.group', { count: format.count(group.count), kind: t(`choice.${group.kind}`) }),
          via === null || via === undefined ? t('scene.tip.detached') : t('scene.tip.attached', { node: via.name }),
        ],
        bars: [],
        fan: worstFlowOf(site, results, group.id),
        found,
      };
    }
    case 'places': {
      const place = getRecord(site, 'places', ref.id);
      return place === undefined ? null : { title: place.name, facts: [t(`choice.${place.kind}`)], ...NO_CHARTS, found };
    }
    default:
      return null;
  }
}
