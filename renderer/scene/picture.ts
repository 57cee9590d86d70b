import type { Camera, Scene, WebGLRenderer } from 'three';
import { PerspectiveCamera } from 'three';
import { labelFont } from './labels/label-layer.ts';
import type { PlacedLabel } from './labels/label-layer.ts';

export interface PictureParts {
  readonly gl: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: Camera;
  readonly labels: readonly PlacedLabel[];
  readonly text: { readonly css: string; readonly halo: string };
}

/**
 * The scene as a PNG of the asked size, with its labels. Drawn and read in one go, so that the drawing buffer need not be kept between
 * frames; the screen has its own size back before it is shown again. Null when the browser refuses.
 */
export async function takePicture(parts: PictureParts, widthPx: number, heightPx: number): Promise<Blob | null> {
  const { gl, scene, camera, labels, text } = parts;
  if (!(camera instanceof PerspectiveCamera)) return null;
  const screen = { width: gl.domElement.clientWidth, height: gl.domElement.clientHeight, ratio: gl.getPixelRatio() };
  const sheet = document.createElement('canvas');
  sheet.width = widthPx;
  sheet.height = heightPx;
  const ink = sheet.getContext('2d');
  if (ink === null || screen.width === 0 || screen.height === 0) return null;
  // The cut on the screen stays in the picture whole: what is narrower than the sheet gets room at the sides, never less above.
  const scale = Math.min(widthPx / screen.width, heightPx / screen.height);
  const aspect = camera.aspect;
  gl.setPixelRatio(1);
  gl.setSize(Math.round(screen.width * scale), Math.round(screen.height * scale), false);
  gl.render(scene, camera);
  const [left, top] = [(widthPx - screen.width * scale) / 2, (heightPx - screen.height * scale) / 2];
  ink.fillStyle = text.halo;
  ink.fillRect(0, 0, widthPx, heightPx);
  ink.drawImage(gl.domElement, left, top);
  gl.setPixelRatio(screen.ratio);
  gl.setSize(screen.width, screen.height, false);
  camera.aspect = aspect;
  gl.render(scene, camera);
  ink.translate(left, top);
  ink.scale(scale, scale);
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  ink.lineJoin = 'round';
  for (const label of labels) {
    ink.font = labelFont(label.kind);
    ink.lineWidth = 3;
    ink.strokeStyle = text.halo;
    ink.fillStyle = text.css;
    const y = label.yPx - label.heightPx / 2;
    ink.strokeText(label.text, label.xPx, y);
    ink.fillText(label.text, label.xPx, y);
  }
  return new Promise((resolve) => {
    sheet.toBlob(resolve, 'image/png');
  });
}
