import { Slider, Select } from '@mantine/core';
import { Component, lazy, Suspense, useMemo } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FirstSteps } from '../panels/onboarding/first-steps.tsx';
import { useResultsStore } from '../store/results-store.ts';
import { useViewStore } from '../store/view-store.ts';
import type { Overlay } from '../store/view-store.ts';
import { Empty } from '../ui/empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ActionButton } from './action-button.tsx';
import { CAMERAS, OVERLAYS } from './actions/view-actions.ts';
import { FloorPicker } from './floor-picker.tsx';
import { OverlayLegend } from './overlay-legend.tsx';
import { BookmarksPopover } from './picture/bookmarks-popover.tsx';
import { PicturePopover } from './picture/picture-popover.tsx';
import css from './twin-frame.module.css';

const Twin = lazy(async () => {
  const { Twin: component } = await import('../scene/twin.tsx');
  return { default: component };
});

/** The twin and what belongs around it: overlay and its legend, lift of the tiers, camera presets. */
export function TwinFrame(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={css.frame}>
      <div className={css.tools} role="toolbar" aria-label={t('twin.tools')}>
        <span data-tour="overlay">
          <OverlayPicker />
        </span>
        <OverlayLegend />
        <span className={css.space} />
        <Lift />
        <BookmarksPopover />
        <PicturePopover />
        <ActionButton id="toggle-animated" />
        {CAMERAS.map(({ preset }) => (
          <ActionButton key={preset} id={`camera-${preset}`} />
        ))}
      </div>
      <div className={css.twin}>
        <FloorPicker />
        <div className={css.aids} role="toolbar" aria-label={t('edit.aids')}>
          <Snapping />
          <ActionButton id="measure" />
        </div>
        <FirstSteps />
        <TwinGuard>
          <Suspense fallback={<Empty title={t('twin.loading')} />}>
            <Twin />
          </Suspense>
        </TwinGuard>
      </div>
    </div>
  );
}

/** Of utilisation also one dimension of those that the nodes have, as `utilisation/memory`. */
function OverlayPicker(): ReactElement {
  const { t } = useTranslation();
  const overlay = useViewStore((state) => state.overlay);
  const dimension = useViewStore((state) => state.dimension);
  const nodes = useResultsStore((state) => state.nodes);
  const dimensions = useMemo(
    () => [...new Set([...nodes.values()].flatMap((node) => Object.keys(node.utilisation)))].toSorted(),
    [nodes],
  );
  const chosen = overlay === 'utilisation' && dimension !== null && dimensions.includes(dimension) ? dimension : null;
  return (
    <Select
      w={144}
      className={css.picker ?? ''}
      aria-label={t('twin.overlay')}
      allowDeselect={false}
      maxDropdownHeight={420}
      value={chosen === null ? overlay : `${overlay}/${chosen}`}
      onChange={(value) => {
        const [name, part] = (value ?? '').split('/');
        useViewStore.setState({ overlay: name as Overlay, dimension: part ?? null });
      }}
      data={[
        ...OVERLAYS.map((value) => ({ value: value as string, label: t(`overlay.${value}`) })),
        {
          group: t('legend.dimension'),
          items: dimensions.map((value) => ({ value: `utilisation/${value}`, label: t(`dimension.${value}`) })),
        },
      ]}
    />
  );
}

/** Widths of the grid to choose from, m: from a rack's rails to a city block. */
const GRIDS_M = [0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 100];

/** Whether and to which grid things snap. */
function Snapping(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const snapping = useViewStore((state) => state.snapping);
  const gridM = useViewStore((state) => state.gridM);
  return (
    <>
      <ActionButton id="snap" />
      {snapping ? (
        <Select
          w={92}
          size="xs"
          aria-label={t('edit.gridWidth')}
          allowDeselect={false}
          value={String(gridM)}
          onChange={(value) => useViewStore.setState({ gridM: Number(value) })}
          data={GRIDS_M.map((width) => ({ value: String(width), label: t('edit.gridOf', { width: format.exact(width) }) }))}
        />
      ) : null}
    </>
  );
}

function Lift(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const lift = useViewStore((state) => state.lift);
  return (
    <span className={css.lift}>
      <span className={css.liftName}>{t('twin.lift')}</span>
      <Slider
        w={88}
        size="xs"
        min={0}
        max={1}
        step={0.05}
        thumbLabel={t('twin.lift')}
        label={format.percent}
        value={lift}
        onChange={(value) => useViewStore.setState({ lift: value })}
      />
    </span>
  );
}

/** A twin that cannot be drawn is no reason to stop planning: the board takes over. */
class TwinGuard extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    useViewStore.setState({ twinLost: error instanceof Error ? error.message : String(error) });
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
