/** A label that would like to show: the middle of its lower edge, and its size. */
export interface LabelBox {
  readonly key: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const GAP_PX = 3;

/** Which of the labels show, so that none covers another and all are in the picture. They come in the order of their importance. */
export function declutter(labels: Iterable<LabelBox>, widthPx: number, heightPx: number, most: number): LabelBox[] {
  const shown: LabelBox[] = [];
  for (const label of labels) {
    if (shown.length >= most) break;
    const left = label.xPx - label.widthPx / 2;
    const top = label.yPx - label.heightPx;
    if (left < 0 || top < 0 || left + label.widthPx > widthPx || label.yPx > heightPx) continue;
    const covered = shown.some(
      (other) =>
        Math.abs(other.xPx - label.xPx) < (other.widthPx + label.widthPx) / 2 + GAP_PX &&
        Math.abs(other.yPx - other.heightPx / 2 - (label.yPx - label.heightPx / 2)) <
          (other.heightPx + label.heightPx) / 2 + GAP_PX,
    );
    if (!covered) shown.push(label);
  }
  return shown;
}
