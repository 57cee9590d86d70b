const GAP_PX = 5;
/** More labels than this is noise. */
const MOST_LABELS = 44;

/** Keeps labels apart: each is offered once, the most important first, and stands only where no other one stands and all of it shows. */
export class Declutter {
  private readonly boxes = new Float32Array(MOST_LABELS * 4);
  private widthPx = 0;
  private heightPx = 0;
  private count = 0;

  /** Begins anew, for a picture of this size. */
  clear(widthPx: number, heightPx: number): void {
    this.count = 0;
    this.widthPx = widthPx;
    this.heightPx = heightPx;
  }

  get isFull(): boolean {
    return this.count === MOST_LABELS;
  }

  /** Takes a label if there is room for it. `xPx`, `yPx`: the middle of its lower edge. */
  offer(xPx: number, yPx: number, widthPx: number, heightPx: number): boolean {
    const [left, top] = [xPx - widthPx / 2, yPx - heightPx];
    if (this.isFull || left < 0 || top < 0 || left + widthPx > this.widthPx || yPx > this.heightPx) return false;
    const { boxes } = this;
    for (let at = 0; at < this.count * 4; at += 4) {
      const acrossPx = Math.abs((boxes[at] ?? 0) - xPx) - ((boxes[at + 2] ?? 0) + widthPx) / 2;
      const upPx = Math.abs((boxes[at + 1] ?? 0) - (yPx - heightPx / 2)) - ((boxes[at + 3] ?? 0) + heightPx) / 2;
      if (acrossPx < GAP_PX && upPx < GAP_PX) return false;
    }
    boxes.set([xPx, yPx - heightPx / 2, widthPx, heightPx], this.count * 4);
    this.count += 1;
    return true;
  }
}
