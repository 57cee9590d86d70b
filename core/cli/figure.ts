/** Three significant digits; nothing where there is no figure. */
export function figure(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(3)));
}

/** 0.5 → `50 %`. */
export function percent(ratio: number): string {
  return `${figure(ratio * 100)} %`;
}
