import { parseArgs } from 'node:util';
import type { BenchOutcome } from './main.ts';
import { openScene } from './scene/bench-page.ts';
import type { SceneInBrowser } from './scene/bench-page.ts';
import { serveScenePage } from './scene/build-page.ts';
import { dragAround, orbit, selectObjects } from './scene/gestures.ts';

const SIZES = [100, 1_000, 10_000] as const;
const LARGEST = 10_000;
/** The plain scene takes seconds a frame. */
const PLAIN_FRAMES = 20;

interface Row {
  readonly scene: 'twin' | 'plain';
  readonly nodes: number;
  readonly objects: number;
  readonly drawCalls: number;
  readonly firstPictureMs: number;
  readonly heapMiB: number;
  readonly frames: number;
  readonly orbitMsP50: number;
  readonly orbitMsP99: number;
  readonly dragFrames?: number;
  readonly dragMsP50?: number;
  readonly dragMsP99?: number;
  readonly picks?: number;
  readonly pickMsP50?: number;
  readonly pickMsMax?: number;
}

/**
 * The twin in Chromium at sites of 100, 1,000 and 10,000 nodes with ten device groups and ten links a node, by the real mouse: orbiting,
 * carrying a node, selecting objects. Beside it, in the same run, a plain react-three-fiber scene with one mesh an object.
 *
 * Times are CPU times of scripts on the page's main thread alone, as Chromium traces them: event handlers, React, the frame's callback
 * with the submission of the draw calls by three, garbage collection. The rasteriser (here in software, with seconds a frame) runs in
 * another process and is in none of the figures but `firstPictureMs`: once that picture is there it is handed one primitive of each
 * draw call, and after each frame the page waits for it in a task that is left out.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      frames: { type: 'string', default: '120' },
      sizes: { type: 'string', default: SIZES.join(',') },
      plain: { type: 'string', default: String(LARGEST) },
    },
  });
  const frames = Number(values.frames);
  const server = await serveScenePage();
  const rows: Row[] = [];
  try {
    for (const nodes of values.sizes.split(',').map(Number)) rows.push(await measureTwin(server.origin, nodes, frames));
    if (Number(values.plain) > 0)
      rows.push(await measurePlain(server.origin, Number(values.plain), Math.min(frames, PLAIN_FRAMES)));
  } finally {
    server.close();
  }
  return { figures: figuresOf(rows), rows };
}

async function measureTwin(origin: string, nodes: number, frames: number): Promise<Row> {
  const scene = await openScene(origin, 'twin', nodes);
  try {
    await scene.atRest();
    const drawCalls = await scene.drawCalls();
    const heapMiB = await scene.heapMiB();
    const orbiting = await scene.timed(() => orbit(scene, frames));
    const dragging = await scene.timed(() => dragAround(scene, nodes, frames));
    const picks = await selectObjects(scene, nodes);
    return {
      ...rowOf('twin', nodes, scene, drawCalls, heapMiB, orbiting),
      dragFrames: dragging.length,
      dragMsP50: percentile(dragging, 0.5),
      dragMsP99: percentile(dragging, 0.99),
      picks: picks.length,
      pickMsP50: percentile(picks, 0.5),
      pickMsMax: Math.max(...picks),
    };
  } finally {
    await scene.close();
  }
}

async function measurePlain(origin: string, nodes: number, frames: number): Promise<Row> {
  const scene = await openScene(origin, 'plain', nodes);
  try {
    await scene.atRest();
    const drawCalls = await scene.drawCalls();
    const heapMiB = await scene.heapMiB();
    return rowOf('plain', nodes, scene, drawCalls, heapMiB, await scene.timed(() => orbit(scene, frames)));
  } finally {
    await scene.close();
  }
}

function rowOf(
  kind: Row['scene'],
  nodes: number,
  scene: SceneInBrowser,
  drawCalls: number,
  heapMiB: number,
  orbiting: readonly number[],
): Row {
  return {
    scene: kind,
    nodes,
    objects: nodes * 21,
    drawCalls,
    firstPictureMs: scene.firstPictureMs,
    heapMiB,
    frames: orbiting.length,
    orbitMsP50: percentile(orbiting, 0.5),
    orbitMsP99: percentile(orbiting, 0.99),
  };
}

function figuresOf(rows: readonly Row[]): Record<string, number> {
  const twins = rows.filter((row) => row.scene === 'twin');
  const [smallest, largest] = [twins[0], twins.at(-1)];
  const plain = rows.find((row) => row.scene === 'plain');
  const figures: Record<string, number | undefined> = {
    drawCallRatio: (largest?.drawCalls ?? Number.NaN) / (smallest?.drawCalls ?? Number.NaN),
    drawCalls10k: largest?.drawCalls,
    scriptingMsP50_10k: largest?.orbitMsP50,
    scriptingP99Ms10k: largest?.orbitMsP99,
    dragP99Ms10k: largest?.dragMsP99,
    pickMs: largest?.pickMsMax,
    firstPictureMs: largest?.firstPictureMs,
    heapMiB: largest?.heapMiB,
    plainScriptingP99Ms: plain?.orbitMsP99,
  };
  return Object.fromEntries(Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Nearest rank. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
