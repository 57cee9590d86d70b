import type { Html } from './markup.ts';
import { html, joinHtml, plainText } from './markup.ts';
import type { ChartData } from './report-model.ts';

/** Drawing units of a chart: 680 span the column of an A4 page, so 11 make a letter of 2.8 mm. */
const WIDTH = 680;
const NAME_WIDTH = 190;
const LABEL_WIDTH = 118;
const LETTER = 11;
const PLOT_LEFT = NAME_WIDTH + 10;
const PLOT_RIGHT = WIDTH - LABEL_WIDTH;

/** Dark to light for p50, p95, p99: teal up to the objective, orange beyond it, apart in lightness too. */
const WITHIN = ['#0f5a63', '#4d9ea3', '#b3d8d8'] as const;
const BEYOND = ['#8f3d00', '#dd7a1f', '#f4c08a'] as const;
const INK = '#1d2730';
const QUIET = '#5b6770';
const RULE = '#d5dade';

/** A chart as inline SVG, without scripts, styles or ids: it looks the same on screen, on paper and in a mail. */
export function drawChart(data: ChartData, description: string): Html {
  switch (data.type) {
    case 'percentiles':
      return drawPercentiles(data, description);
    case 'tiers':
      return drawTiers(data, description);
    case 'slack':
      return drawSlack(data, description);
  }
}

function drawPercentiles(data: Extract<ChartData, { type: 'percentiles' }>, description: string): Html {
  const rowHeight = 20;
  const top = 18;
  const bottom = top + data.rows.length * rowHeight;
  // Beyond three times the objective the length says no more than the figure beside it.
  const greatest = Math.min(3, Math.max(1.1, ...data.rows.map((row) => row.p99Ms / row.objectiveMs)));
  const x = (ratio: number): number => PLOT_LEFT + (Math.min(ratio, greatest) / greatest) * (PLOT_RIGHT - PLOT_LEFT);
  const rows = data.rows.map((row, index) => {
    const y = top + index * rowHeight;
    const ratios = [0, row.p50Ms, row.p95Ms, row.p99Ms].map((value) => value / row.objectiveMs);
    const bars: Html[] = [];
    for (const [part, shade] of WITHIN.entries()) {
      const from = ratios[part] ?? 0;
      const to = ratios[part + 1] ?? 0;
      bars.push(bar(x(Math.min(from, 1)), x(Math.min(to, 1)), y + 4, 12, shade));
      bars.push(bar(x(Math.max(from, 1)), x(Math.max(to, 1)), y + 4, 12, BEYOND[part] ?? BEYOND[0]));
    }
    const cut = (ratios[3] ?? 0) > greatest ? words(PLOT_RIGHT - 2, y + 14, '»', 'end', INK) : null;
    return html`${words(0, y + 14, fit(row.name, NAME_WIDTH), 'start', INK)}${bars}${cut}${words(WIDTH, y + 14, row.label, 'end', INK)}`;
  });
  const step = greatest > 2 ? 0.5 : 0.25;
  const axis = ticks(range(0, greatest, step), x, (ratio) => `${Math.round(ratio * 100)}`, top - 4, bottom);
  return frame(
    bottom + 34,
    description,
    html`${axis}${rows}${limitLine(x(1), top - 4, bottom, data.limit)}${axisTitle(data.axis, bottom)}`,
  );
}

function drawTiers(data: Extract<ChartData, { type: 'tiers' }>, description: string): Html {
  const rowHeight = 46;
  const top = 18;
  const bottom = top + data.rows.length * rowHeight;
  const step = 0.05;
  const columns = 24;
  const x = (ratio: number): number =>
    PLOT_LEFT + (Math.min(ratio, columns * step) / (columns * step)) * (WIDTH - 10 - PLOT_LEFT);
  const rows = data.rows.map((row, index) => {
    const counts = Array.from({ length: columns }, () => 0);
    for (const value of row.utilisations) {
      // A node at exactly its limit is within it; the column above starts just beyond.
      const column = Math.max(0, Math.min(columns - 1, Math.ceil(value / step - 1e-9) - 1));
      counts[column] = (counts[column] ?? 0) + 1;
    }
    const most = Math.max(...counts);
    const base = top + (index + 1) * rowHeight - 4;
    const bars = counts.map((count, column) => {
      // One node among hundreds still shows.
      const height = count === 0 ? 0 : Math.max(2, (count / most) * (rowHeight - 18));
      const shade = column * step >= 1 - 1e-9 ? BEYOND[1] : WITHIN[1];
      const left = x(column * step) + 0.5;
      const right = x((column + 1) * step) - 0.5;
      const figure = count === 0 ? null : words((left + right) / 2, base - height - 2, String(count), 'middle', QUIET, 8);
      return html`${bar(left, right, base - height, height, shade)}${figure}`;
    });
    const rule = line(PLOT_LEFT, base, WIDTH - 10, base, RULE, 1);
    return html`${words(0, base - 16, fit(row.name, NAME_WIDTH), 'start', INK)}${words(0, base - 2, fit(row.label, NAME_WIDTH), 'start', QUIET)}${rule}${bars}`;
  });
  const axis = ticks(range(0, columns * step, 0.2), x, (ratio) => `${Math.round(ratio * 100)}`, top - 4, bottom);
  return frame(
    bottom + 34,
    description,
    html`${axis}${rows}${limitLine(x(1), top - 4, bottom, data.limit)}${axisTitle(data.axis, bottom)}`,
  );
}

function drawSlack(data: Extract<ChartData, { type: 'slack' }>, description: string): Html {
  const top = 18;
  const height = 120;
  const bottom = top + height;
  const left = 44;
  const columns = 20;
  const counts = Array.from({ length: columns }, () => 0);
  for (const slack of data.slacks) {
    const column = Math.max(0, Math.min(columns - 1, Math.floor((slack + 1) * 10 + 1e-9)));
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  const x = (slack: number): number => left + ((slack + 1) / 2) * (WIDTH - left - 8);
  const bars = counts.map((count, column) => {
    const from = x(column / 10 - 1) + 0.5;
    const to = x((column + 1) / 10 - 1) - 0.5;
    const tall = (count / most) * (height - 14);
    const figure = count === 0 ? null : words((from + to) / 2, bottom - tall - 3, String(count), 'middle', QUIET, 9);
    return html`${bar(from, to, bottom - tall, tall, column < columns / 2 ? BEYOND[1] : WITHIN[1])}${figure}`;
  });
  const axis = ticks(range(-1, 1, 0.2), x, (slack) => `${Math.round(slack * 100)}`.replace('-', '−'), bottom, bottom);
  const base = line(left, bottom, WIDTH - 8, bottom, RULE, 1);
  const count = words(0, top + 4, data.countAxis, 'start', QUIET);
  const title = words((left + WIDTH) / 2, bottom + 30, data.axis, 'middle', QUIET);
  return frame(
    bottom + 36,
    description,
    html`${axis}${base}${bars}${limitLine(x(0), top - 4, bottom, data.limit)}${count}${title}`,
  );
}

function frame(height: number, description: string, content: Html): Html {
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${description}">${content}</svg>`;
}

function bar(left: number, right: number, top: number, height: number, fill: string): Html {
  if (right - left < 0.05 || height < 0.05) return html``;
  return html`<rect
    x="${round(left)}"
    y="${round(top)}"
    width="${round(right - left)}"
    height="${round(height)}"
    fill="${fill}"
  />`;
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width: number): Html {
  return html`<line
    x1="${round(x1)}"
    y1="${round(y1)}"
    x2="${round(x2)}"
    y2="${round(y2)}"
    stroke="${stroke}"
    stroke-width="${width}"
  />`;
}

function words(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end', fill: string, size = LETTER): Html {
  return html`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}" fill="${fill}">${text}</text>`;
}

function limitLine(x: number, top: number, bottom: number, label: string): Html {
  return joinHtml([line(x, top, x, bottom, INK, 1.5), words(x, top - 4, label, 'middle', INK, 10)]);
}

function axisTitle(text: string, bottom: number): Html {
  return words((PLOT_LEFT + PLOT_RIGHT) / 2, bottom + 28, text, 'middle', QUIET);
}

function ticks(
  values: readonly number[],
  x: (value: number) => number,
  name: (value: number) => string,
  top: number,
  bottom: number,
): Html {
  return joinHtml(
    values.map((value) =>
      joinHtml([
        line(x(value), top, x(value), bottom + 3, RULE, 1),
        words(x(value), bottom + 14, name(value), 'middle', QUIET, 10),
      ]),
    ),
  );
}

function range(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let index = 0; from + index * step <= to + 1e-9; index += 1) values.push(from + index * step);
  return values;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The text cut to a width, by the usual advance of a letter: one em for Chinese, Japanese and Korean, 0.58 em for others. */
function fit(text: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const character of plainText(text).slice(0, 400)) {
    used +=
      LETTER *
      (/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{1f000}-\u{3ffff}]/u.test(character)
        ? 1
        : 0.58);
    if (used > width - LETTER) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}
