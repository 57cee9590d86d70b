/** A label that would like to show: the middle of its lower edge, and its size. */
export interface LabelBox {
  readonly key: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const GAP_PX = 5;

/** Which of the labels show, so that none covers another and all are in the picture. They come in the order of their importance; of each group only as many show as its budget. */
export function declutter(
  labels: Iterable<LabelBox>,
  widthPx: number,
  heightPx: number,
  most: number,
  groupOf: (label: LabelBox) => string = () => '',
  budgets: Readonly<Record<string, number>> = {},
): LabelBox[] {
  const shown: LabelBox[] = [];
  const used = new Map<string, number>();
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
    const group = groupOf(label);
    const before = used.get(group) ?? 0;
    if (covered || before >= (budgets[group] ?? Infinity)) continue;
    used.set(group, before + 1);
    shown.push(label);
  }
  return shown;
}
