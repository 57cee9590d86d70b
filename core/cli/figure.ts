/** Three significant digits, of a share just below one three of what it lacks: 0.99995 is not 1. Nothing where there is no figure. */
export function figure(value: number | null): string {
  if (value === null) return '';
  return isNearOne(value) ? lackingText(1, 1 - value) : String(Number(value.toPrecision(3)));
}

/** 0.5 → `50 %`, 0.99995 → `99.995 %`. */
export function percent(ratio: number): string {
  return `${isNearOne(ratio) ? lackingText(100, (1 - ratio) * 100) : figure(ratio * 100)} %`;
}

/** Less than this from one, three digits would hide what is lacking. Beyond twelve nines it is one, as far as numbers tell. */
function isNearOne(value: number): boolean {
  return value > 0.99 && value < 1 - 1e-12;
}

function lackingText(whole: number, lacking: number): string {
  const decimals = 2 - Math.floor(Math.log10(lacking));
  return String(Number((whole - Number(lacking.toPrecision(3))).toFixed(decimals)));
}
