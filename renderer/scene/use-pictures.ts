import type { RefObject } from 'react';
import { Vector3 } from 'three';
import type { Bookmark } from '../../core/site/schema/header.ts';
import { useViewStore } from '../store/view-store.ts';
import { toCss } from '../ui/scales.ts';
import type { Scheme } from '../ui/scales.ts';
import type { LabelPainter } from './labels/label-painter.ts';
import type { Standpoint } from './layout/fit.ts';
import { toScene, toSite } from './layout/ground.ts';
import type { SceneModel } from './layout/model.ts';
import { PALETTES } from './palette.ts';
import type { SharedScene } from './parts/shared.ts';
import { takePicture } from './picture.ts';
import type { PictureParts } from './picture.ts';
import type { SceneDoor } from './registry.ts';

export interface PictureTools {
  readonly shared: SharedScene;
  readonly model: SceneModel;
  readonly drawing: RefObject<Pick<PictureParts, 'gl' | 'scene' | 'camera'> | null>;
  readonly painter: RefObject<LabelPainter | null>;
  /** Of the scene as it is now, and how to ask for another one; null: the screen's own again. */
  readonly scheme: Scheme;
  askScheme(scheme: Scheme | null): void;
  readonly still: boolean;
}

/** Pictures and bookmarks of one scene. */
export function usePictures({
  shared,
  model,
  drawing,
  painter,
  scheme,
  still,
  askScheme,
}: PictureTools): Pick<SceneDoor, 'capture' | 'bookmark' | 'goTo'> {
  function standpointOf({ eyeM, targetM }: Bookmark): Standpoint {
    return {
      position: new Vector3(...toScene(model.ground, eyeM)),
      target: new Vector3(...toScene(model.ground, targetM)),
    };
  }

  return {
    async capture({ widthPx, heightPx, scheme: asked, withLabels = true, from }) {
      const before = { standpoint: shared.pilot?.standpoint ?? null, lift: useViewStore.getState().lift };
      if (asked !== scheme) askScheme(asked);
      if (from !== undefined) {
        useViewStore.setState({ lift: from.lift });
        shared.pilot?.goTo(standpointOf(from), false);
      }
      if (asked !== scheme || from !== undefined) await nextFrames(3);
      const parts = drawing.current;
      const names = parts?.scene.getObjectByName('labels') ?? null;
      const png =
        parts === null
          ? null
          : await takePicture(
              {
                ...parts,
                pixelRatio: shared.pixelRatio,
                groundCss: toCss(PALETTES[asked].sky),
                hidden: withLabels ? null : names,
              },
              widthPx,
              heightPx,
            );
      const { view } = shared;
      const scale = Math.min(widthPx / view.widthPx, heightPx / view.heightPx);
      const [left, top] = [(widthPx - view.widthPx * scale) / 2, (heightPx - view.heightPx * scale) / 2];
      const labels = (painter.current?.shown() ?? []).map((label) => ({
        text: label.text,
        xPx: left + label.xPx * scale,
        yPx: top + label.yPx * scale,
        heightPx: label.heightPx * scale,
      }));
      const middle = view.onPlane(view.widthPx / 2, view.heightPx * 0.6, 0);
      const metresPerPx = view.metresPerPx(middle?.depth ?? view.camera.position.length()) / scale;
      askScheme(null);
      if (from !== undefined) {
        useViewStore.setState({ lift: before.lift });
        if (before.standpoint !== null) shared.pilot?.goTo(before.standpoint, false);
      }
      return png === null ? null : { png, labels, metresPerPx, scale };
    },
    bookmark(name) {
      const { pilot } = shared;
      if (pilot === null) return null;
      const { position, target } = pilot.standpoint;
      return {
        name,
        eyeM: toSite(model.ground, position.x, position.y, position.z),
        targetM: toSite(model.ground, target.x, target.y, target.z),
        lift: useViewStore.getState().lift,
      };
    },
    goTo(bookmark) {
      useViewStore.setState({ lift: bookmark.lift });
      shared.pilot?.goTo(standpointOf(bookmark), !still);
    },
  };
}

async function nextFrames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
}
