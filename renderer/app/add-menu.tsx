import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteStore } from '../store/site-store.ts';
import { ACTIONS } from './actions/actions.ts';
import { MenuAction } from './menu-action.tsx';

const SHOWN = ACTIONS.filter((action) => action.section === 'insert');

/** Places, devices and parts of workloads, added where the selection is. Hardware comes from the catalog. */
export function AddMenu(): ReactElement {
  const { t } = useTranslation();
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  return (
    <Menu position="bottom-start" width={220} disabled={readOnly}>
      <Menu.Target>
        <Button variant="default" flex="none" leftSection={<IconPlus size={14} />} disabled={readOnly}>
          {t('menu.insert')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SHOWN.map((action) => (
          <MenuAction key={action.id} action={action} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
