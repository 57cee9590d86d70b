import type { RecordRef } from '../../../renderer/store/interaction-store.ts';
import type { SceneInBrowser } from './bench-page.ts';
import type { BenchPage } from './page/page.tsx';

declare const window: { readonly sceneBench: BenchPage };

/** In the sky: a drag from here turns the camera. */
const SKY = { xPx: 24, yPx: 24 };
/** Objects that are selected one after the other. */
const PICKS = 12;
/** Prime strides, so that what is tried lies all over the site. */
const STRIDE = 7_919;

/** Turns the camera with the mouse, to and fro; after each of its moves the view glides on for some frames. */
export async function orbit(scene: SceneInBrowser, frames: number): Promise<void> {
  const { mouse } = scene.page;
  await mouse.move(SKY.xPx, SKY.yPx);
  await mouse.down();
  const start = await scene.frames();
  for (let frame = 0; (await scene.frames()) - start < frames; frame += 1) {
    const turn = frame / 10;
    await scene.moveTo(SKY.xPx + 300 + 300 * Math.sin(turn), SKY.yPx + 40 + 30 * Math.cos(turn * 0.7));
  }
  await mouse.up();
}

/** Picks up a node and carries it over floor, plates, racks and other nodes; lets it go nowhere. */
export async function dragAround(scene: SceneInBrowser, nodes: number, frames: number): Promise<void> {
  const { mouse, keyboard } = scene.page;
  for (let at = 30; ; at = (at + STRIDE) % nodes) {
    const spot = await onScreen(scene, { collection: 'nodes', id: `n${at}` });
    if (spot === null) continue;
    await mouse.move(spot.xPx, spot.yPx);
    await mouse.down();
    await scene.moveTo(spot.xPx + 8, spot.yPx + 3);
    if (await scene.page.evaluate(() => window.sceneBench.dragging())) break;
    await mouse.up();
  }
  const { width, height } = scene.page.viewportSize() ?? { width: 0, height: 0 };
  for (let frame = 0; frame < frames; frame += 1) {
    const turn = frame / 17;
    await scene.moveTo(width * (0.5 + 0.3 * Math.sin(turn)), height * (0.55 + 0.3 * Math.sin(turn * 1.37)));
  }
  await keyboard.press('Escape');
  await mouse.up();
}

/** Clicks on nodes, device groups and links all over the site: scripting from the press to the frame that shows the selection, ms each. */
export async function selectObjects(scene: SceneInBrowser, nodes: number): Promise<number[]> {
  const { mouse, keyboard } = scene.page;
  const times: number[] = [];
  for (let at = 11, tries = 0; times.length < PICKS && tries < PICKS * 20; at = (at + STRIDE) % nodes, tries += 1) {
    const ref: RecordRef =
      tries % 2 === 0 ? { collection: 'nodes', id: `n${at}` } : { collection: 'deviceGroups', id: `n${at}-g${at % 10}` };
    const spot = await onScreen(scene, ref);
    if (spot === null) continue;
    await scene.moveTo(spot.xPx, spot.yPx);
    await scene.atRest();
    const frames = await scene.timed(async () => {
      const before = await scene.frames();
      await mouse.down();
      await mouse.up();
      await scene.drawnBeyond(before);
    });
    // Something in front may have been meant instead; nothing at all would be a miss, and no measurement.
    if ((await scene.page.evaluate(() => window.sceneBench.selected())) !== null) {
      times.push(frames.reduce((sum, time) => sum + time, 0));
    }
    await keyboard.press('Escape');
    await scene.atRest();
  }
  if (times.length < PICKS / 2) throw new Error(`only ${times.length} of the clicks selected anything`);
  return times;
}

async function onScreen(scene: SceneInBrowser, ref: RecordRef): Promise<{ readonly xPx: number; readonly yPx: number } | null> {
  const { width, height } = scene.page.viewportSize() ?? { width: 0, height: 0 };
  const spot = await scene.screenPosition(ref);
  const inView = spot !== null && spot.xPx > 40 && spot.yPx > 40 && spot.xPx < width - 40 && spot.yPx < height - 40;
  return inView ? spot : null;
}
