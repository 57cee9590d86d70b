import { Button, NumberInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import css from './search-form.module.css';

/** How long a search looks, and what its chances are drawn from. */
export interface RunWishes {
  readonly seconds: number;
  readonly seed: number;
}

/** What a search was told, in a line; the form is a press away. */
export function SearchSummary({
  parts,
  onOptions,
  onAgain,
}: {
  parts: readonly string[];
  onOptions: () => void;
  onAgain: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const text = parts.join(' · ');
  return (
    <div className={css.summary}>
      <span title={text}>{text}</span>
      <Button size="compact-xs" variant="default" onClick={onOptions}>
        {t('place.options')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={onAgain}>
        {t('place.again')}
      </Button>
    </div>
  );
}

/** The last row of the form of a search: how long, by which seed, and go. */
export function SearchRun({
  wishes: { seconds, seed },
  onWish,
  disabled,
}: {
  wishes: RunWishes;
  onWish: (wish: Partial<RunWishes>) => void;
  disabled: boolean;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.run}>
      <NumberInput
        label={t('place.seconds')}
        value={seconds}
        onChange={(value) => onWish({ seconds: clamp(value, 1, 3600) })}
        min={1}
        max={3600}
        suffix=" s"
      />
      <NumberInput
        label={t('place.seed')}
        value={seed}
        onChange={(value) => onWish({ seed: Math.floor(clamp(value, 0, 1e9)) })}
        min={0}
        max={1e9}
        allowDecimal={false}
      />
      <Button type="submit" leftSection={<IconPlayerPlay size={14} />} disabled={disabled}>
        {t('place.start')}
      </Button>
    </div>
  );
}

/** What a number field says, within its range; 0 where it says nothing. */
export function clamp(value: string | number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Number(value) || 0));
}
