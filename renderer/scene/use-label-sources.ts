import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceChange } from '../../core/place/site/result.ts';
import type { Site } from '../../core/site/site.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { Piece } from '../store/sizing-store.ts';
import { useFormat } from '../ui/format.ts';
import { areaLabels, pickedLabels, plateLabels } from './labels/candidates.ts';
import type { LabelWords, Way } from './labels/candidates.ts';
import type { LabelSources } from './labels/label-painter.ts';
import { rankedLabels } from './labels/ranked-labels.ts';
import type { SceneModel } from './layout/model.ts';
import { moveLabels } from './moves.ts';
import { pieceLabels } from './pieces.ts';

export interface LabelFacts {
  readonly site: Site;
  readonly model: SceneModel;
  readonly feet: Float32Array;
  readonly way: Way | null;
  readonly findings: Pick<ReadonlyMap<string, unknown>, 'has'>;
  readonly moves: readonly PlaceChange[];
  readonly regarded: string | null;
  readonly pieces: readonly Piece[];
}

/** Everything that may be named in the scene. While a flow is selected only what lies on its way is. */
export function useLabelSources({ site, model, feet, way, findings, moves, regarded, pieces }: LabelFacts): LabelSources {
  const { t } = useTranslation();
  const format = useFormat();
  const selection = useInteractionStore((state) => state.selection);
  const hovered = useInteractionStore((state) => state.hover);
  const words = useMemo(
    (): LabelWords => ({
      tier: (tier) => t(`tier.${tier}`),
      devices: (count, name) => (count === 1 ? name : `${name} × ${format.count(count)}`),
      milliseconds: (value) => `${format.number(value)} ms`,
    }),
    [t, format],
  );
  const plates = useMemo(() => plateLabels(words), [words]);
  const areas = useMemo(() => areaLabels(site, model), [site, model]);
  const ranked = useMemo(() => rankedLabels(site, model, feet, words, findings), [site, model, feet, words, findings]);
  const coming = useMemo(
    () => [
      ...moveLabels(
        { site, model },
        {
          one: (name) => t('place.comes', { name }),
          several: (count) => t('place.comeSeveral', { count, number: format.count(count) }),
        },
        moves,
        regarded,
      ),
      ...pieceLabels({ model }, pieces, ({ name, count }) => t('size.comes', { name, count, number: format.count(count) })),
    ],
    [site, model, t, format, moves, regarded, pieces],
  );
  return useMemo(() => {
    const picked = pickedLabels(site, model, words, hovered === null ? selection : [...selection, hovered], way);
    const first = [...coming, ...plates, ...picked];
    return way === null ? { first, areas, ranked } : { first, areas: [], ranked: [] };
  }, [site, model, words, selection, hovered, way, coming, plates, areas, ranked]);
}
