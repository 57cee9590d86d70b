import { useFrame, useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement, RefObject } from 'react';
import { createGlyphAtlas } from '../labels/glyph-atlas.ts';
import { createLabelPainter } from '../labels/label-painter.ts';
import type { LabelPainter, LabelSources } from '../labels/label-painter.ts';
import { createTextBatch } from '../labels/text-batch.ts';
import type { Palette } from '../palette.ts';
import type { SceneState } from '../picking.ts';
import { useShared } from './shared.ts';

/** The names in the scene: one draw call, whatever they are. */
export function Labels({
  sources,
  state,
  palette,
  onPainter,
}: {
  sources: LabelSources;
  state: RefObject<SceneState>;
  palette: Palette;
  onPainter: (painter: LabelPainter | null) => void;
}): ReactElement {
  const shared = useShared();
  const invalidate = useThree((three) => three.invalidate);
  const { atlas, batch, painter } = useMemo(() => {
    const glyphs = createGlyphAtlas();
    const texts = createTextBatch(glyphs, shared.viewport, shared.pixelRatio);
    return { atlas: glyphs, batch: texts, painter: createLabelPainter(glyphs, texts) };
  }, [shared]);
  useEffect(
    () => () => {
      atlas.dispose();
      batch.dispose();
    },
    [atlas, batch],
  );
  useEffect(() => {
    onPainter(painter);
    return () => onPainter(null);
  }, [painter, onPainter]);
  useLayoutEffect(() => {
    painter.setPalette(palette);
    invalidate();
  }, [painter, palette, invalidate]);
  useLayoutEffect(() => invalidate(), [sources, invalidate]);
  useFrame(() => {
    if (painter.paint(sources, state.current)) invalidate();
  });
  return <primitive object={batch.mesh} />;
}
