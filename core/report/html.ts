import { assert } from '../base/assert.ts';
import { drawChart } from './charts.ts';
import type { Html } from './markup.ts';
import { html, joinHtml, safeHref } from './markup.ts';
import type { Block, Cell, Column, Figure, KeyFigure, Mark, ReportModel, Section, Table } from './report-model.ts';
import { REPORT_STYLE } from './style.ts';

/** Shape of each status, so that colour is never needed to tell them apart. */
const SHAPES: Readonly<Record<Mark, string>> = { met: '●', near: '◐', missed: '▲', saturated: '■', unplaced: '○' };

/** No script, no request, no frame: even a mistake in the escaping could run and load nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/** Characters beyond which a title is set smaller, so that page 1 keeps room for the rest. */
const LONG_TITLE = 50;

export interface HtmlOptions {
  /** The Latin font as a WOFF2 `data:` address; null: the reader's own sans. */
  readonly fontDataUrl: string | null;
}

/** The report as one self-contained HTML page: no scripts, no requests; charts are inline SVG. Equal models give equal bytes. */
export function renderReport(model: ReportModel, options: HtmlOptions): string {
  const counter = { figure: 0, table: 0 };
  const sections = model.sections.map((section, index) => renderSection(model, section, index + 1, counter));
  const page = html`<!doctype html>
    <html lang="${model.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${model.title}</title>
        <style>
          ${styleSheet(model, options)}
        </style>
      </head>
      <body>
        <header>
          <h1${model.title.length > LONG_TITLE ? html` class="long"` : null}>${model.title}</h1>
          <p class="subtitle">${model.subtitle}</p>
          <div class="verdict ${model.verdict.level}">
            <strong>${model.verdict.sentence}</strong>${model.verdict.reason === '' ? null : html`<p>${model.verdict.reason}</p>`}
          </div>
          <dl class="key-figures">${model.keyFigures.map(renderKeyFigure)}</dl>
          ${renderRisks(model)}${renderPicture(model)}
        </header>
        <main class="contents">${sections}</main>
      </body>
    </html> `;
  return page.markup;
}

/** The one place where text goes into CSS; it is made of this project's own words only. */
function styleSheet(model: ReportModel, options: HtmlOptions): Html {
  const footer = model.words.footer;
  assert(/^[\p{L}\p{N} .+-]*$/u.test(footer), `footer ${JSON.stringify(footer)} is not plain words`);
  const font = options.fontDataUrl;
  assert(
    font === null || /^data:font\/woff2;base64,[A-Za-z0-9+/]+={0,2}$/.test(font),
    'the font is a base64 data address of a WOFF2 file',
  );
  const face =
    font === null ? '' : `@font-face { font-family: "Report Sans"; font-weight: 100 900; src: url(${font}) format("woff2"); }\n`;
  const margin = 'font: 8pt "Report Sans", Inter, "Noto Sans", sans-serif; color: #5b6770;';
  const boxes = `@page { @bottom-left { content: "${footer}"; ${margin} } @bottom-right { content: counter(page) " / " counter(pages); ${margin} } }\n`;
  return { markup: `${face}${REPORT_STYLE}${boxes}` };
}

function renderKeyFigure(figure: KeyFigure): Html {
  return html`<div>
    <dt>${figure.label}</dt>
    <dd>${figure.value}${figure.unit === '' ? null : html` <span>${figure.unit}</span>`}</dd>
    <dd class="note">${figure.note}</dd>
  </div>`;
}

function renderRisks({ risks, risksTitle }: ReportModel): Html {
  const items = risks.map(
    (risk) =>
      html`<li>
        ${renderMark(risk.mark)}
        <div>
          <b>${risk.title}</b>
          <p>${risk.why}</p>
          ${risk.help === '' ? null : html`<p>${risk.help}</p>`}
        </div>
      </li>`,
  );
  return items.length === 0
    ? html``
    : html`<div class="risks">
        <h2>${risksTitle}</h2>
        <ol>
          ${items}
        </ol>
      </div>`;
}

function renderPicture({ picture }: ReportModel): Html {
  if (picture === null) return html``;
  return html`<figure class="twin">
    <img src="${picture.dataUrl}" alt="${picture.alternative}" />
    <figcaption>${picture.caption}</figcaption>
  </figure>`;
}

interface Counter {
  figure: number;
  table: number;
}

function renderSection(model: ReportModel, section: Section, number: number, counter: Counter): Html {
  const blocks = section.blocks.map((block) => renderBlock(model, block, counter));
  return html`<section>
    <h2><span class="number">${number}</span>${section.title}</h2>
    ${blocks}
  </section> `;
}

function renderBlock(model: ReportModel, block: Block, counter: Counter): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>`;
    case 'chart':
      counter.figure += 1;
      return renderFigure(model, block, counter.figure);
    case 'table':
      counter.table += 1;
      return renderTable(model, block, counter.table);
    case 'picture':
      counter.figure += 1;
      return html`<figure>
        <img src="${block.dataUrl}" alt="${block.alternative}" />
        <figcaption><b>${model.words.figure} ${counter.figure}</b> ${block.caption}</figcaption>
      </figure>`;
    case 'sources':
      return html`<ol class="sources">
        ${block.items.map(
          (item) =>
            html`<li>
              <span>[${item.number}]</span
              ><span
                >${item.title}${renderAddress(item.url)}${item.detail === '' ? null : html` <small>(${item.detail})</small>`}</span
              >
            </li>`,
        )}
      </ol>`;
  }
}

function renderAddress(url: string | null): Html {
  if (url === null) return html``;
  const href = safeHref(url);
  return href === null ? html`, ${url}` : html`, <a href="${href}" rel="noreferrer">${url}</a>`;
}

function renderFigure(model: ReportModel, figure: Figure, number: number): Html {
  return html`<figure>
    <figcaption><span class="number">${model.words.figure} ${number}</span>${figure.caption}</figcaption>
    ${drawChart(figure.chart, figure.caption)}
    <p class="legend">${figure.legend}</p>
  </figure>`;
}

function renderTable(model: ReportModel, table: Table, number: number): Html {
  const whole = table.columns.reduce((sum, column) => sum + column.width, 0);
  const widths = table.columns.map((column) => html`<col style="width: ${((column.width / whole) * 100).toFixed(2)}%" />`);
  const totals =
    table.totals.length === 0
      ? null
      : html`<tbody class="totals">
          ${table.totals.map((row) => renderRow(table.columns, row))}
        </tbody>`;
  const note = table.note === null ? null : html`<p class="note">${table.note}</p>`;
  return html`<div class="table">
    <table>
      <caption>
        <span class="number">${model.words.table} ${number}</span
        >${table.caption}
      </caption>
      <colgroup>
        ${widths}
      </colgroup>
      <thead>
        <tr>
          ${table.columns.map(renderHead)}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map((row) => renderRow(table.columns, row))}
      </tbody>
      ${totals}
    </table>
    ${note}
  </div> `;
}

function renderHead(column: Column): Html {
  const unit = column.unit === null ? null : html`<small>${column.unit}</small>`;
  return html`<th scope="col" class="${column.kind}">${column.title}${unit}</th>`;
}

function renderRow(columns: readonly Column[], cells: readonly Cell[]): Html {
  return html`<tr>
    ${joinHtml(cells.map((cell, index) => renderCell(columns[index]?.kind ?? 'words', cell)))}
  </tr> `;
}

function renderCell(kind: Column['kind'], cell: Cell): Html {
  const mark = cell.mark === null ? null : html`${renderMark(cell.mark)} `;
  const detail = cell.detail === null ? null : html`<small>${cell.detail}</small>`;
  return html`<td class="${kind}">${mark}${cell.text}${detail}</td>`;
}

function renderMark(mark: Mark): Html {
  return html`<i class="mark ${mark}">${SHAPES[mark]}</i>`;
}
