import { Slider, Select } from '@mantine/core';
import { Component, lazy, Suspense } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewStore } from '../store/view-store.ts';
import type { Overlay } from '../store/view-store.ts';
import { Empty } from '../ui/empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ActionButton } from './action-button.tsx';
import { CAMERAS, OVERLAYS } from './actions/view-actions.ts';
import { FloorPicker } from './floor-picker.tsx';
import { OverlayLegend } from './overlay-legend.tsx';
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
        <OverlayPicker />
        <OverlayLegend />
        <span className={css.space} />
        <Lift />
        {CAMERAS.map(({ preset }) => (
          <ActionButton key={preset} id={`camera-${preset}`} />
        ))}
      </div>
      <div className={css.twin}>
        <FloorPicker />
        <TwinGuard>
          <Suspense fallback={<Empty title={t('twin.loading')} />}>
            <Twin />
          </Suspense>
        </TwinGuard>
      </div>
    </div>
  );
}

function OverlayPicker(): ReactElement {
  const { t } = useTranslation();
  const overlay = useViewStore((state) => state.overlay);
  return (
    <Select
      w={148}
      className={css.picker ?? ''}
      aria-label={t('twin.overlay')}
      allowDeselect={false}
      value={overlay}
      onChange={(value) => useViewStore.setState({ overlay: value as Overlay })}
      data={OVERLAYS.map((value) => ({ value, label: t(`overlay.${value}`) }))}
    />
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
