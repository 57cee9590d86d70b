import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkloadTemplate } from '../../../core/catalog/template.ts';
import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';
import type { Medium } from '../../../core/site/schema/medium.ts';
import { useCarry } from '../carry.ts';
import { useFormat } from '../../ui/format.ts';
import { Silhouette } from '../../ui/silhouette.tsx';
import { TargetPicker } from '../target-picker.tsx';
import css from './catalog-card.module.css';
import { CardMenu } from './card-menu.tsx';
import { keyFigures } from './filter-catalog.ts';
import { copyHardware, copyMedium } from './own-entries.ts';
import { templateWords } from './template-words.ts';

interface CardProps {
  /** Opens an entry of one's own. */
  readonly onEdit: (id: string) => void;
}

export function HardwareCard({ type, onEdit }: { type: HardwareType } & CardProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const carry = useCarry();
  const [menu, setMenu] = useState(false);
  const subject = { kind: 'hardware', typeId: type.id } as const;
  const tier = type.tiers[0];
  return (
    <div
      className={css.card}
      role="listitem"
      data-hardware={type.id}
      onPointerDown={(event) => carry.start(subject, event)}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
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
      <span className={css.tools} onPointerDown={(event) => event.stopPropagation()}>
        <TargetPicker subject={subject} name={type.name} />
        <CardMenu
          kind="hardwareTypes"
          id={type.id}
          name={type.name}
          open={menu}
          onOpen={setMenu}
          onCopy={() =>
            onEdit(copyHardware(type, t('catalog.copyName', { name: type.name }), t('catalog.copySource', { name: type.name })))
          }
          onEdit={() => onEdit(type.id)}
        />
      </span>
    </div>
  );
}

export function TemplateCard({ template, onEdit }: { template: WorkloadTemplate } & CardProps): ReactElement {
  const { t, i18n } = useTranslation();
  const { name, description } = templateWords(template, i18n.language);
  const carry = useCarry();
  const [menu, setMenu] = useState(false);
  const subject = { kind: 'template', templateId: template.id } as const;
  const objective = template.flows.reduce<number | null>(
    (least, flow) => (flow.objectiveP99Ms === null ? least : Math.min(least ?? Infinity, flow.objectiveP99Ms)),
    null,
  );
  return (
    <div
      className={css.card}
      role="listitem"
      data-template={template.id}
      onPointerDown={(event) => carry.start(subject, event)}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
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
      <span className={css.tools} onPointerDown={(event) => event.stopPropagation()}>
        <TargetPicker subject={subject} name={name} />
        <CardMenu
          kind="templates"
          id={template.id}
          name={name}
          open={menu}
          onOpen={setMenu}
          onCopy={null}
          onEdit={() => onEdit(template.id)}
        />
      </span>
    </div>
  );
}

/** What links are made of. A medium is chosen for a link in the inspector. */
export function MediumCard({ medium, onEdit }: { medium: Medium } & CardProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [menu, setMenu] = useState(false);
  return (
    <div
      className={css.card}
      role="listitem"
      data-fixed="true"
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <div className={css.text}>
        <span className={css.head}>
          <span className={css.name} title={medium.name}>
            {medium.name}
          </span>
          <span className={css.tier}>{t(`choice.${medium.kind}`)}</span>
        </span>
        <span className={css.figures}>
          <span>
            {t('catalog.mbps', { up: format.number(medium.bandwidthUpMbps), down: format.number(medium.bandwidthDownMbps) })}
          </span>
          <span>
            {format.number(medium.baseLatencyMs)}
            <span className={css.unit}>{`\u2009ms`}</span>
          </span>
        </span>
      </div>
      <CardMenu
        kind="media"
        id={medium.id}
        name={medium.name}
        open={menu}
        onOpen={setMenu}
        onCopy={() =>
          onEdit(copyMedium(medium, t('catalog.copyName', { name: medium.name }), t('catalog.copySource', { name: medium.name })))
        }
        onEdit={() => onEdit(medium.id)}
      />
    </div>
  );
}
