import type { ReactElement } from 'react';
import mark from '../../assets/icons/edgewright.svg?no-inline';
import css from './brand.module.css';

/** Proper name, the same in every language. */
export const PRODUCT_NAME = 'Edgewright';

export function Brand({ compact = false }: { compact?: boolean }): ReactElement {
  return (
    <span className={css.brand}>
      <img src={mark} alt={compact ? PRODUCT_NAME : ''} width={compact ? 22 : 40} height={compact ? 22 : 40} />
      {compact ? null : <h1 className={css.name}>{PRODUCT_NAME}</h1>}
    </span>
  );
}
