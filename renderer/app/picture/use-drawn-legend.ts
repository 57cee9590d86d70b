import { useTranslation } from 'react-i18next';
import type { Site } from '../../../core/site/site.ts';
import { useOverlayFigures } from '../../scene/use-overlay-figures.ts';
import { useViewStore } from '../../store/view-store.ts';
import { useFormat } from '../../ui/format.ts';
import { legendOf } from '../../ui/legends.ts';
import type { DrawnLegend } from './drawn-legend.ts';

/** The legend of the present overlay, to be drawn in a picture of this scheme. */
export function useDrawnLegend(site: Site, scheme: 'light' | 'dark'): DrawnLegend {
  const { t } = useTranslation();
  const format = useFormat();
  const overlay = useViewStore((state) => state.overlay);
  const dimension = useViewStore((state) => state.dimension);
  const legend = legendOf(overlay, scheme, useOverlayFigures(site));
  const title =
    overlay === 'utilisation' && dimension !== null
      ? `${t('overlay.utilisation')}: ${t(`dimension.${dimension}`)}`
      : t(`overlay.${overlay}`);
  if (legend.kind === 'classes') {
    return {
      kind: 'classes',
      title,
      classes: legend.classes.map(({ name, label = '', css, shape }) => ({ label: name ?? t(label), css, shape })),
    };
  }
  const words = (at: number): string =>
    legend.unit === 'kWh' ? t('legend.perYear', { value: format.number(at) }) : format.percent(at);
  return {
    kind: 'scale',
    title,
    stops: legend.stops,
    first: words(legend.stops[0]?.at ?? 0),
    last: words(legend.stops.at(-1)?.at ?? 1),
  };
}
