import type { ReactElement } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { editFieldCommand } from '../../../core/site/edit/edit-fields.ts';
import type { FieldPath } from '../../../core/site/edit/edit-fields.ts';
import type { AnyRecord, Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { dispatch } from '../../store/document.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { FieldEditor } from './field-editor.tsx';
import css from './inspector.module.css';
import { isMixed, sharedBelow, sharedFields } from './shared-fields.ts';
import type { SharedField } from './shared-fields.ts';

interface SeveralProps {
  readonly site: Site;
  readonly refs: readonly RecordRef[];
  readonly disabled: boolean;
}

/** Fields that all selected records have. A value entered goes to all of them as one step; where they differ it says so. */
export function SeveralForm({ site, refs, disabled }: SeveralProps): ReactElement | null {
  const { t } = useTranslation();
  const fields = useMemo(
    () => sharedFields(refs.map(({ collection, id }) => ({ collection, record: getRecord(site, collection, id) as AnyRecord }))),
    [site, refs],
  );
  if (fields.length === 0) return null;
  return (
    <details open className={css.section}>
      <summary className={css.summary}>{t('edit.shared')}</summary>
      {fields.map((shared) => (
        <Shared key={shared.field.name} site={site} refs={refs} disabled={disabled} shared={shared} path={[shared.field.name]} />
      ))}
    </details>
  );
}

interface SharedProps extends SeveralProps {
  readonly shared: SharedField;
  readonly path: FieldPath;
}

function Shared({ site, refs, disabled, shared, path }: SharedProps): ReactElement | null {
  const { t } = useTranslation();
  const { field, values } = shared;
  if (field.shape.kind === 'group') {
    const below = sharedBelow(shared);
    if (below.length === 0) return null;
    return (
      <fieldset className={css.group}>
        <legend className={css.legend}>{t(`field.${field.name}`)}</legend>
        {below.map((child) => (
          <Shared
            key={child.field.name}
            site={site}
            refs={refs}
            disabled={disabled}
            shared={child}
            path={[...path, child.field.name]}
          />
        ))}
      </fieldset>
    );
  }
  const mixed = isMixed(shared);
  return (
    <div className={css.shared} data-mixed={mixed}>
      <FieldEditor
        // A field that was mixed and has one value now begins anew with it.
        key={mixed ? 'mixed' : 'same'}
        field={mixed ? { ...field, nullable: true } : field}
        value={mixed ? null : values[0]}
        disabled={disabled}
        commit={(next) => {
          if (next === null && !field.nullable) return null;
          const result = dispatch(editFieldCommand(site, refs, path, next));
          return result.status === 'failed' ? result.error : null;
        }}
      />
      {mixed ? <span className={css.mixed}>{t('edit.mixed')}</span> : null}
    </div>
  );
}
