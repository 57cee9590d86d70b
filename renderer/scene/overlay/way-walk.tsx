import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowDetail, FlowHop, LatencyBreakdown } from '../../../core/evaluate/result.ts';
import { PARTS } from '../../../core/network/delay.ts';
import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { hover, useInteractionStore } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useFormat } from '../../ui/format.ts';
import { PartsBar } from '../../ui/limit-bar.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import css from '../twin.module.css';

/** The way of the selected flow, hop by hop: where the time goes at each, and the hop lit in the scene. `onLook`: the camera goes there. */
export function WayWalk({ site, onLook }: { site: Site; onLook: (ref: RecordRef) => void }): ReactElement | null {
  const selected = useInteractionStore(({ selection }) =>
    selection.length === 1 && selection[0]?.collection === 'flows' ? selection[0].id : null,
  );
  const detail = useResultsStore((state) => state.flowDetail);
  if (selected === null || detail?.flowId !== selected || detail.hops.length === 0) return null;
  return <Walk key={selected} site={site} detail={detail} onLook={onLook} />;
}

function Walk({ site, detail, onLook }: { site: Site; detail: FlowDetail; onLook: (ref: RecordRef) => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  /** 0: the way as a whole; else the number of a hop. */
  const [at, setAt] = useState(0);
  const hops = detail.hops;
  const hop = hops[Math.min(at, hops.length) - 1];
  const flow = getRecord(site, 'flows', detail.flowId);
  useEffect(() => () => hover(null), []);

  function go(to: number): void {
    setAt(to);
    const next = hops[to - 1];
    hover(next === undefined ? null : recordOf(next));
    if (next !== undefined) onLook({ collection: 'nodes', id: next.nodeId });
  }

  const totalMs = hops.reduce((sum, { meanMs }) => sum + meanMs, 0);
  const parts = hop?.breakdownMs ?? sumOf(hops);
  return (
    <section className={css.walk} data-scene-control="" aria-label={t('scene.walk.title', { flow: flow?.name ?? detail.flowId })}>
      <div className={css.walkHead}>
        <ActionIcon size="sm" variant="subtle" aria-label={t('scene.walk.back')} disabled={at === 0} onClick={() => go(at - 1)}>
          <IconChevronLeft size={14} />
        </ActionIcon>
        <span className={css.walkName} aria-live="polite">
          {hop === undefined
            ? t('scene.walk.whole', { flow: flow?.name ?? detail.flowId, count: hops.length })
            : t('scene.walk.hop', { number: at, count: hops.length, name: nameOf(site, hop) })}
        </span>
        <Quantity value={hop?.meanMs ?? totalMs} unit="ms" />
        <ActionIcon
          size="sm"
          variant="subtle"
          aria-label={t('scene.walk.on')}
          disabled={at >= hops.length}
          onClick={() => go(at + 1)}
        >
          <IconChevronRight size={14} />
        </ActionIcon>
      </div>
      <PartsBar
        label={t('results.breakdown')}
        parts={PARTS.map((name) => ({
          name,
          label: `${t(`part.${name}`)} ${format.number(parts[name])} ms`,
          value: parts[name],
        }))}
      />
      <ul className={css.walkParts}>
        {PARTS.filter((name) => parts[name] > 0).map((name) => (
          <li key={name}>
            <span className={css.walkSwatch} style={{ background: `var(--ew-part-${name})` }} />
            {t(`part.${name}`)}
            <Quantity value={parts[name]} unit="ms" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function recordOf(hop: FlowHop): RecordRef {
  if (hop.kind === 'link') return { collection: 'links', id: hop.id };
  if (hop.kind === 'access') return { collection: 'deviceGroups', id: hop.id };
  return { collection: 'nodes', id: hop.nodeId };
}

function nameOf(site: Site, hop: FlowHop): string {
  if (hop.kind === 'service') {
    const service = getRecord(site, 'services', hop.id)?.name ?? hop.id;
    return `${service} · ${getRecord(site, 'nodes', hop.nodeId)?.name ?? hop.nodeId}`;
  }
  return getRecord(site, hop.kind === 'link' ? 'links' : 'deviceGroups', hop.id)?.name ?? hop.id;
}

function sumOf(hops: readonly FlowHop[]): LatencyBreakdown {
  const sum = { access: 0, propagation: 0, transmission: 0, queueing: 0, transport: 0, processing: 0 };
  for (const { breakdownMs } of hops) for (const part of PARTS) sum[part] += breakdownMs[part];
  return sum;
}
