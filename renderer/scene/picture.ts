import type { Camera, Object3D, Scene, WebGLRenderer } from 'three';
import { PerspectiveCamera } from 'three';

export interface PictureParts {
  readonly gl: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: Camera;
  /** Uniform of the labels and marks. */
  readonly pixelRatio: { value: number };
  /** Of what lies beside the cut. */
  readonly groundCss: string;
  /** Left out of the picture; null: all of it is in. */
  readonly hidden: Object3D | null;
}

/**
 * The scene as a PNG of the asked size, with its labels. Drawn and read in one go, so that the drawing buffer need not be kept between
 * frames; the screen has its own size back before it is shown again. Null when the browser refuses.
 */
export async function takePicture(parts: PictureParts, widthPx: number, heightPx: number): Promise<Blob | null> {
  const { gl, scene, camera, groundCss } = parts;
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
  // Labels and strands keep their size in pixels of the screen, and so grow with the picture; their edges stay sharp.
  const ratio = parts.pixelRatio.value;
  parts.pixelRatio.value = scale;
  const shows = parts.hidden?.visible ?? false;
  if (parts.hidden !== null) parts.hidden.visible = false;
  gl.render(scene, camera);
  if (parts.hidden !== null) parts.hidden.visible = shows;
  parts.pixelRatio.value = ratio;
  const [left, top] = [(widthPx - screen.width * scale) / 2, (heightPx - screen.height * scale) / 2];
  ink.fillStyle = groundCss;
  ink.fillRect(0, 0, widthPx, heightPx);
  ink.drawImage(gl.domElement, left, top);
  gl.setPixelRatio(screen.ratio);
  gl.setSize(screen.width, screen.height, false);
  camera.aspect = aspect;
  gl.render(scene, camera);
  return new Promise((resolve) => {
    sheet.toBlob(resolve, 'image/png');
  });
}
