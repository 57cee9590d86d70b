import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { getRecord } from '../../core/site/site.ts';
import { parseSubject, subjectName } from '../panels/record-name.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { DragSubject } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useFormat } from '../ui/format.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import css from './drag-tip.module.css';

/** Beside the pointer while something is carried: what it is, and what dropping it here would do. */
export function DragTip(): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const interaction = useInteractionStore((state) => state.interaction);
  const preview = useInteractionStore((state) => state.preview);
  const refusal = useInteractionStore((state) => state.refusal);
  const site = useSiteStore((state) => state.site);
  const textOf = useProblemText();
  const name = useSubjectName(interaction.kind === 'dragging' ? interaction.subject : null);
  if (interaction.kind !== 'dragging' || site === null) return null;
  const { xPx, yPx } = interaction.pointer;
  const worst = preview?.worstFlow ?? null;
  const tightest = preview?.tightest ?? null;
  return (
    <div className={css.tip} style={{ transform: besides(xPx, yPx) }} data-refused={refusal !== null}>
      <strong className={css.name}>{name}</strong>
      {refusal === null ? null : <span className={css.refusal}>{`${textOf(refusal).message} ${textOf(refusal).remedy}`}</span>}
      {worst === null ? null : (
        <span className={css.figure}>
          <StatusMark status={worst.status} size={10} />
          {worst.p99Ms === null
            ? t('drag.blocked')
            : worst.objectiveP99Ms === null
              ? t('drag.p99', { value: format.number(worst.p99Ms) })
              : t('drag.p99Of', { value: format.number(worst.p99Ms), limit: format.number(worst.objectiveP99Ms) })}
        </span>
      )}
      {tightest === null ? null : (
        <span className={css.figure}>
          <StatusMark status={tightest.utilisation > 1 ? 'saturated' : 'met'} size={10} />
          {t('drag.tightest', {
            // What is only about to be placed has no record to be named by yet.
            name: parseSubject(site, tightest.subject) === null ? name : subjectName(site, tightest.subject),
            dimension: t(`dimension.${tightest.dimension}`),
            share: format.percent(tightest.utilisation),
          })}
        </span>
      )}
      {preview === null || preview.appear.length + preview.vanish.length === 0 ? null : (
        <span className={css.figure}>
          {t('drag.findings', { appear: format.count(preview.appear.length), vanish: format.count(preview.vanish.length) })}
        </span>
      )}
    </div>
  );
}

/** Room the tip may need, px. */
const TIP_WIDTH_PX = 336;
const TIP_HEIGHT_PX = 120;
const GAP_PX = 16;

/** Right below the pointer; on the other side of it where the window ends. */
function besides(xPx: number, yPx: number): string {
  const toLeft = xPx + GAP_PX + TIP_WIDTH_PX > window.innerWidth;
  const toTop = yPx + GAP_PX + TIP_HEIGHT_PX > window.innerHeight;
  const x = toLeft ? `calc(${xPx - GAP_PX}px - 100%)` : `${xPx + GAP_PX}px`;
  const y = toTop ? `calc(${yPx - GAP_PX}px - 100%)` : `${yPx + GAP_PX}px`;
  return `translate(${x}, ${y})`;
}

function useSubjectName(subject: DragSubject | null): string {
  const site = useSiteStore((state) => state.site);
  const catalog = useCatalogStore();
  if (subject === null || site === null) return '';
  switch (subject.kind) {
    case 'hardware':
      return (
        catalog.hardwareTypes.get(subject.typeId)?.name ??
        getRecord(site, 'hardwareTypes', subject.typeId)?.name ??
        subject.typeId
      );
    case 'template':
      return catalog.templates.get(subject.templateId)?.name ?? subject.templateId;
    case 'node':
      return subjectName(site, `nodes/${subject.nodeId}`);
    case 'placement':
      return subjectName(site, `placements/${subject.placementId}`);
    case 'service':
      return subjectName(site, `services/${subject.serviceId}`);
    case 'link-end':
      return subjectName(site, `nodes/${subject.fromNodeId}`);
  }
}
