import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkloadTemplate } from '../../../core/catalog/template.ts';
import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';
import { useCarry } from '../carry.ts';
import { useFormat } from '../../ui/format.ts';
import { Silhouette } from '../../ui/silhouette.tsx';
import { TargetPicker } from '../target-picker.tsx';
import css from './catalog-card.module.css';
import { keyFigures } from './filter-catalog.ts';
import { templateWords } from './template-words.ts';

export function HardwareCard({ type }: { type: HardwareType }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const carry = useCarry();
  const subject = { kind: 'hardware', typeId: type.id } as const;
  const tier = type.tiers[0];
  return (
    <div className={css.card} role="listitem" data-hardware={type.id} onPointerDown={(event) => carry.start(subject, event)}>
      <Silhouette name={type.silhouette} size={26} />
      <div className={css.text}>
        <span className={css.head}>
          <span className={css.name} title={type.name}>
            {type.name}
          </span>
          <span className={css.tier}>{tier === undefined ? null : t(`tierShort.${tier}`)}</span>
        </span>
        <span className={css.figures}>
          {keyFigures(type).map((figure) => (
            <span key={figure.name} title={t(`figure.${figure.name}`)}>
              {format.number(figure.value)}
              <span className={css.unit}>{`\u2009${figure.unit}`}</span>
            </span>
          ))}
        </span>
      </div>
      <span onPointerDown={(event) => event.stopPropagation()}>
        <TargetPicker subject={subject} name={type.name} />
      </span>
    </div>
  );
}

export function TemplateCard({ template }: { template: WorkloadTemplate }): ReactElement {
  const { t, i18n } = useTranslation();
  const { name, description } = templateWords(template, i18n.language);
  const carry = useCarry();
  const subject = { kind: 'template', templateId: template.id } as const;
  const objective = template.flows.reduce<number | null>(
    (least, flow) => (flow.objectiveP99Ms === null ? least : Math.min(least ?? Infinity, flow.objectiveP99Ms)),
    null,
  );
  return (
    <div className={css.card} role="listitem" data-template={template.id} onPointerDown={(event) => carry.start(subject, event)}>
      <div className={css.text}>
        <span className={css.head}>
          <span className={css.name} title={`${name}\n${description}`}>
            {name}
          </span>
          <span className={css.tier}>{t(`choice.${template.industry}`)}</span>
        </span>
        <span className={css.figures}>
          <span>{t(`choice.${template.workload.kind}`)}</span>
          <span>{t('catalog.services', { count: template.services.length })}</span>
          {objective === null ? null : <span>{t('catalog.objective', { ms: objective })}</span>}
        </span>
      </div>
      <span onPointerDown={(event) => event.stopPropagation()}>
        <TargetPicker subject={subject} name={name} />
      </span>
    </div>
  );
}
