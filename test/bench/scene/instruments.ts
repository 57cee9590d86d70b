/** What the page counts of itself. */
export interface FrameCounts {
  /** Draw calls of the last frame that drew anything. */
  drawCalls: number;
  /** Frames that were drawn and waited for. */
  frames: number;
  /** Time of the page's clock at which the last of them was on the screen, rasteriser included, ms. */
  drainedAtMs: number;
  /** How long it was waited for, ms. */
  waitedMs: number;
  /** False: of each draw call one triangle, line or three points, so that nobody waits for a rasteriser that no figure counts. */
  whole: boolean;
}

declare global {
  interface Window {
    frameCounts: FrameCounts;
  }
}

export const DRAIN_START = 'scene-drain-start';
export const DRAIN_END = 'scene-drain-end';

/** Where the door of WebGL takes the number of vertices and of instances of each draw call; null: it draws one instance. */
const DRAWS: readonly (readonly [string, number, number | null])[] = [
  ['drawArrays', 2, null],
  ['drawElements', 1, null],
  ['drawRangeElements', 3, null],
  ['drawArraysInstanced', 2, 3],
  ['drawElementsInstanced', 1, 4],
];
export const INSTRUMENT_SETTING = [DRAIN_START, DRAIN_END, DRAWS] as const;

/**
 * Runs in the page before all else. Counts draw calls at the door of WebGL, and after each frame that drew waits in a task of its own
 * until the rasteriser has finished it. So no frame waits for the rasteriser of the one before within the scripts that are timed, and
 * the waiting itself stands between two marks in the trace and is left out.
 */
export function installInstruments([start, end, draws]: typeof INSTRUMENT_SETTING): void {
  window.frameCounts = { drawCalls: 0, frames: 0, drainedAtMs: 0, waitedMs: 0, whole: true };
  let calls = 0;
  let context: WebGL2RenderingContext | null = null;
  let waiting = false;
  const pixel = new Uint8Array(4);
  const own = new WeakMap<WebGL2RenderingContext, WebGLFramebuffer | null>();
  /** Reads back one pixel: of a picture of its own, because a read of the canvas once it is shown would empty it. */
  const waitFor = (gl: WebGL2RenderingContext): void => {
    const bound = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture | null;
    if (!own.has(gl)) {
      own.set(gl, gl.createFramebuffer());
      gl.bindFramebuffer(gl.FRAMEBUFFER, own.get(gl) ?? null);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.framebufferTexture2D(
        gl.FRAMEBUFFER,
        gl.COLOR_ATTACHMENT0,
        gl.TEXTURE_2D,
        gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture,
        0,
      );
      gl.bindTexture(gl.TEXTURE_2D, texture);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, own.get(gl) ?? null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    gl.bindFramebuffer(gl.FRAMEBUFFER, bound);
  };
  const channel = new MessageChannel();
  channel.port1.onmessage = (): void => {
    performance.mark(start);
    const began = performance.now();
    waiting = false;
    if (context !== null) waitFor(context);
    window.frameCounts.waitedMs = performance.now() - began;
    window.frameCounts.drawCalls = calls;
    window.frameCounts.frames += 1;
    window.frameCounts.drainedAtMs = performance.now();
    calls = 0;
    performance.mark(end);
  };
  const noteDraw = (drawn: WebGL2RenderingContext): void => {
    calls += 1;
    context = drawn;
    if (waiting) return;
    waiting = true;
    channel.port2.postMessage(null);
  };
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const [name, count, instances] of draws) {
    const draw = prototype[name];
    if (draw === undefined) continue;
    prototype[name] = function drawCounted(this: WebGL2RenderingContext, ...values: unknown[]): unknown {
      noteDraw(this);
      if (!window.frameCounts.whole) {
        values[count] = Math.min(values[count] as number, 3);
        if (instances !== null) values[instances] = Math.min(values[instances] as number, 1);
      }
      return draw.apply(this, values);
    };
  }
}
