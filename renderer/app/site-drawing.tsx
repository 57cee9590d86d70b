import type { ReactElement } from 'react';

const STROKE = { fill: 'none', stroke: 'var(--ew-line-strong)', strokeWidth: 1.2, strokeLinejoin: 'round' } as const;
const ACCENT = { fill: 'none', stroke: 'var(--ew-accent)', strokeWidth: 1.4, strokeLinejoin: 'round' } as const;

/** A quiet drawing of a kind of site: its ground, a glass plate above, and the strands between. */
export function SiteDrawing({ kind }: { kind: 'factory' | 'city' | 'mec' }): ReactElement {
  return (
    <svg viewBox="0 0 200 96" width="100%" height="96" aria-hidden="true">
      <path d="M100 40 184 66 100 92 16 66Z" fill="var(--ew-raised)" stroke="var(--ew-line-strong)" />
      {GROUNDS[kind]}
      <path
        d="M100 10 156 27 100 44 44 27Z"
        fill="var(--ew-accent)"
        fillOpacity=".12"
        stroke="var(--ew-accent)"
        strokeOpacity=".6"
      />
      <path d="M92 22v8l8 3 8-3v-8l-8-3zM92 22l8 3 8-3M100 25v8" {...ACCENT} />
    </svg>
  );
}

const GROUNDS: Readonly<Record<'factory' | 'city' | 'mec', ReactElement>> = {
  factory: (
    <>
      <path d="m58 53 84 26M72 75l56-18M44 62l40 13M116 58l40 13" {...STROKE} />
      <path
        d="M70 58v-6l10-3 10 3v6l-10 3zM112 74v-6l10-3 10 3v6l-10 3zM104 58v-4l6-2 6 2v4l-6 2z"
        {...STROKE}
        fill="var(--ew-panel)"
      />
      <path d="M80 52 100 33M122 68 100 33M110 54 100 33" {...ACCENT} strokeOpacity=".7" />
    </>
  ),
  city: (
    <>
      <path
        d="M37 59.500 121 85.500M58 53 142 79M79 46.500 163 72.500M37 72.500 121 46.500M58 79 142 53M79 85.500 163 59.500"
        {...STROKE}
      />
      <circle cx="79" cy="66" r="2.500" fill="var(--ew-accent)" />
      <circle cx="121" cy="66" r="2.500" fill="var(--ew-accent)" />
      <circle cx="100" cy="73" r="2.500" fill="var(--ew-accent)" />
      <circle cx="100" cy="59" r="2.500" fill="var(--ew-accent)" />
      <path d="M79 66 100 33M121 66 100 33M100 73V33M100 59V33" {...ACCENT} strokeOpacity=".5" />
    </>
  ),
  mec: (
    <>
      <path d="M62 72 66 54 70 72M64 64h4M98 84l4-18 4 18M100 76h4M134 70l4-18 4 18M136 62h4" {...STROKE} />
      <circle cx="66" cy="70" r="13" {...STROKE} strokeDasharray="2 3" />
      <circle cx="138" cy="68" r="13" {...STROKE} strokeDasharray="2 3" />
      <path d="M66 54 100 33M102 66 100 33M138 52 100 33" {...ACCENT} strokeOpacity=".7" />
    </>
  ),
};
