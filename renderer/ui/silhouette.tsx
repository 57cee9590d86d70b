import type { ReactElement } from 'react';

/** Outline of each silhouette on a 24 × 24 grid, drawn as in the scene: what one would recognise from afar. */
const PATHS: Readonly<Record<string, string>> = {
  'rack-server': 'M3 8h18v8H3zM6 11h6M6 13.5h4M17 12h1.5',
  rack: 'M6 2h12v20H6zM8.5 5.5h7M8.5 9h7M8.5 12.5h7M8.5 16h7M8.5 19h3',
  'rugged-box': 'M4 9h16v9H4zM6.5 9V5.5M9.5 9V5.5M12.5 9V5.5M15.5 9V5.5M18 9V5.5M7 15h3M14 15h3',
  gateway: 'M4 13h16v6H4zM8 13V5M16 13V5M7 16h1M10 16h1M13 16h4',
  module:
    'M7 7h10v10H7zM9.5 9.5h5v5h-5zM9 7V4M12 7V4M15 7V4M9 20v-3M12 20v-3M15 20v-3M4 9h3M4 12h3M4 15h3M17 9h3M17 12h3M17 15h3',
  'pole-cabinet': 'M12 2v20M8 22h8M7 8h10v9H7zM14.5 12v2',
  mast: 'M12 3 7 22M12 3l5 19M9.5 13h5M8.3 18h7.4M7 6a6 6 0 0 1 0-5M17 6a6 6 0 0 0 0-5',
  switch: 'M2 9h20v6H2zM5 12h1M8 12h1M11 12h1M14 12h1M18 11v2',
  container: 'M2 7h20v11H2zM6 7v11M10 7v11M14 7v11M18 7v11',
  hall: 'M2 10 12 4l10 6v10H2zM6 20v-6h4v6M14 13h4M14 16h4',
  workstation: 'M3 4h13v10H3zM7 18h5M9.5 14v4M18 4h4v14h-4zM20 7v.5',
};

/** Line drawing of a piece of hardware, for cards and rows. Decorative: the name stands beside it. */
export function Silhouette({ name, size = 20 }: { name: string; size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name] ?? 'M4 7h16v10H4z'} />
    </svg>
  );
}
