import type { ReactElement } from 'react';
import type { SiteSketch } from '../../core/site/sketch.ts';
import { SKETCH_SIZE } from '../../core/site/sketch.ts';
import css from './site-drawing.module.css';

/** A small drawing of a site: its ground, glass plates above it, and what stands on them. Says nothing that words beside it don't. */
export function SiteDrawing({ sketch }: { sketch: SiteSketch }): ReactElement {
  const [ground, ...plates] = sketch.plates;
  return (
    <svg className={css.sheet} viewBox={`0 0 ${SKETCH_SIZE.width} ${SKETCH_SIZE.height}`} aria-hidden="true">
      <path className={css.ground} d={ground} />
      <path className={css.places} d={sketch.places} />
      <path className={css.groups} d={sketch.groups} />
      {plates.map((plate) => (
        <path key={plate} className={css.plate} d={plate} />
      ))}
      <path className={css.links} d={sketch.links} />
      <path className={css.nodes} d={sketch.nodes} />
    </svg>
  );
}
