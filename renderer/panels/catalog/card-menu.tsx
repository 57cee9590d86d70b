import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconPencil, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { removeEntry, toggleFavourite, useOwnCatalogStore } from '../../store/own-catalog-store.ts';
import type { EntryKind } from '../../store/own-catalog-store.ts';

interface CardMenuProps {
  readonly kind: EntryKind;
  readonly id: string;
  readonly name: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Makes a copy of one's own and opens it; null where that is not possible. */
  readonly onCopy: (() => void) | null;
  readonly onEdit: () => void;
}

/** What can be done with an entry of the catalog beside placing it; also on a right click. */
export function CardMenu({ kind, id, name, open, onOpen, onCopy, onEdit }: CardMenuProps): ReactElement {
  const { t } = useTranslation();
  const favourite = useOwnCatalogStore((state) => state.favourites.includes(id));
  const own = useOwnCatalogStore((state) => state[kind].some((entry: { readonly id: string }) => entry.id === id));
  return (
    <Menu opened={open} onChange={onOpen} position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('catalog.menuOf', { name })}>
          {favourite ? <IconStarFilled size={14} /> : <IconDots size={14} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={favourite ? <IconStarFilled size={14} /> : <IconStar size={14} />}
          onClick={() => toggleFavourite(id)}
        >
          {t(favourite ? 'catalog.noFavourite' : 'catalog.favourite')}
        </Menu.Item>
        {onCopy === null ? null : (
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={onCopy}>
            {t('catalog.copy')}
          </Menu.Item>
        )}
        {own ? (
          <>
            <Menu.Item leftSection={<IconPencil size={14} />} onClick={onEdit}>
              {t('catalog.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => removeEntry(kind, id)}>
              {t('catalog.removeOwn')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
