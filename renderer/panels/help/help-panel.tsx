import { Button, TextInput } from '@mantine/core';
import { IconRoute, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import panel from '../panel.module.css';
import css from './help.module.css';
import { TermText } from './term-help.tsx';
import { TERMS } from './terms.ts';
import type { Term } from './terms.ts';

/** Every term with help, to be searched; and the tour. */
export function HelpPanel({ onTour }: { onTour: () => void }): ReactElement {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return (Object.keys(TERMS) as Term[])
      .map((term) => ({ term, name: t(`${term}.name`, { ns: 'help' }), text: t(`${term}.text`, { ns: 'help' }) }))
      .filter(({ term, name, text }) => `${name} ${text} ${TERMS[term].join(' ')}`.toLowerCase().includes(wanted))
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }, [query, t]);
  return (
    <div className={panel.panel}>
      <div className={panel.tools}>
        <TextInput
          className={panel.grow ?? ''}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder={t('help.search')}
          aria-label={t('help.search')}
          leftSection={<IconSearch size={14} />}
        />
        <Button variant="default" leftSection={<IconRoute size={14} />} onClick={onTour}>
          {t('tour.start')}
        </Button>
      </div>
      {shown.length === 0 ? (
        <Empty title={t('help.nothing')} />
      ) : (
        <ul className={css.list} aria-label={t('help.title')} tabIndex={0}>
          {shown.map(({ term }) => (
            <li key={term}>
              <TermText term={term} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
