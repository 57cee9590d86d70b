import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

export type MarkStatus = 'met' | 'near' | 'missed' | 'saturated' | 'no-route' | 'unplaced';

const COLOURS: Readonly<Record<MarkStatus, string>> = {
  met: 'var(--ew-met)',
  near: 'var(--ew-near)',
  missed: 'var(--ew-missed)',
  saturated: 'var(--ew-saturated)',
  'no-route': 'var(--ew-unplaced)',
  unplaced: 'var(--ew-unplaced)',
};

/** Status by shape and colour: ● met, ◐ near its limit, ▲ missed, ■ saturated, ○ unplaced, ✕ no route. */
export function StatusMark({ status, size = 12 }: { status: MarkStatus; size?: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      role="img"
      aria-label={t(`mark.${status}`)}
      style={{ color: COLOURS[status], flex: 'none' }}
    >
      {shape(status)}
    </svg>
  );
}

function shape(status: MarkStatus): ReactElement {
  switch (status) {
    case 'met':
      return <circle cx="6" cy="6" r="4.5" fill="currentColor" />;
    case 'near':
      return (
        <>
          <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" />
        </>
      );
    case 'missed':
      return <path d="M6 1 11.5 11H.5z" fill="currentColor" />;
    case 'saturated':
      return <rect x="1.5" y="1.5" width="9" height="9" fill="currentColor" />;
    case 'no-route':
      return <path d="m2 2 8 8m0-8-8 8" stroke="currentColor" strokeWidth="2" fill="none" />;
    case 'unplaced':
      return <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />;
  }
}
