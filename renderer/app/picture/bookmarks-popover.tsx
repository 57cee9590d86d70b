import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bookmark } from '../../../core/site/schema/header.ts';
import { MOST_BOOKMARKS } from '../../../core/site/schema/header.ts';
import { sceneDoor } from '../../scene/registry.ts';
import { dispatch } from '../../store/document.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import css from './picture.module.css';

const NONE: readonly Bookmark[] = [];

/** Views that are kept with the site: go to one, keep the present one, take one away. Reports show a picture of each. */
export function BookmarksPopover(): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const bookmarks = useSiteStore((state) => state.site?.header.bookmarks ?? NONE);
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const lost = useViewStore((state) => state.twinLost);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t('bookmark.title')}>
          <ActionIcon variant="subtle" aria-label={t('bookmark.title')} disabled={lost !== null} onClick={() => setOpen(!open)}>
            <IconBookmark size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.form}>
          {bookmarks.length === 0 ? <p className={css.none}>{t('bookmark.none')}</p> : null}
          <ul className={css.list} aria-label={t('bookmark.title')}>
            {bookmarks.map((bookmark, index) => (
              <li key={bookmark.name}>
                <button
                  type="button"
                  className={css.go}
                  onClick={() => {
                    sceneDoor()?.goTo(bookmark);
                    setOpen(false);
                  }}
                >
                  {bookmark.name}
                </button>
                <ActionIcon
                  variant="subtle"
                  disabled={readOnly}
                  aria-label={t('bookmark.remove', { name: bookmark.name })}
                  onClick={() => keep(bookmarks.filter((_, other) => other !== index))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
          <KeepForm bookmarks={bookmarks} disabled={readOnly} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Names the present view; a name that is taken is overwritten. */
function KeepForm({ bookmarks, disabled }: { bookmarks: readonly Bookmark[]; disabled: boolean }): ReactElement {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const isTaken = bookmarks.some((one) => one.name === trimmed);
  const isFull = !isTaken && bookmarks.length >= MOST_BOOKMARKS;

  function submit(event: FormEvent): void {
    event.preventDefault();
    const bookmark = trimmed === '' ? null : (sceneDoor()?.bookmark(trimmed) ?? null);
    if (bookmark === null) return;
    keep(isTaken ? bookmarks.map((one) => (one.name === trimmed ? bookmark : one)) : [...bookmarks, bookmark]);
    setName('');
  }

  return (
    <form className={css.keep} onSubmit={submit}>
      <TextInput
        value={name}
        maxLength={200}
        disabled={disabled}
        placeholder={t('bookmark.name')}
        aria-label={t('bookmark.name')}
        error={isFull ? t('bookmark.full', { count: MOST_BOOKMARKS }) : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={disabled || trimmed === '' || isFull}>
        {t(isTaken ? 'bookmark.replace' : 'bookmark.keep')}
      </Button>
    </form>
  );
}

function keep(bookmarks: readonly Bookmark[]): void {
  dispatch({ kind: 'site.edit', patch: { bookmarks: [...bookmarks] } });
}
