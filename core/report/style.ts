/**
 * Style of the report: white paper, one column, wide margins; on A4 page numbers, no cut rows, repeated table heads.
 * Fixed text only; nothing of a site may come in here.
 */
export const REPORT_STYLE = `
:root { color-scheme: light; --ink: #1d2730; --quiet: #5b6770; --rule: #d5dade; --accent: #0f5a63; --alarm: #a33b00; }
* { box-sizing: border-box; }
html { background: #eceff1; }
body {
  max-width: 210mm; margin: 0 auto; padding: 18mm 20mm; background: #fff; color: var(--ink);
  font: 9.5pt/1.5 "Report Sans", Inter, "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
h1 { font-size: 22pt; line-height: 1.2; font-weight: 650; margin: 0 0 1mm; }
h1.long { font-size: 14pt; }
h2 { font-size: 14pt; line-height: 1.3; font-weight: 650; margin: 12mm 0 3mm; padding-bottom: 1.5mm; border-bottom: 0.4mm solid var(--ink); break-after: avoid; }
p { margin: 0 0 3mm; orphans: 3; widows: 3; white-space: pre-line; }
.subtitle { color: var(--quiet); margin-bottom: 7mm; }
.verdict { border-left: 1.6mm solid var(--accent); padding: 1mm 0 1mm 5mm; margin: 0 0 7mm; }
.verdict.fails { border-color: var(--alarm); }
.verdict strong { display: block; font-size: 14pt; line-height: 1.35; font-weight: 650; }
.verdict p { margin: 1.5mm 0 0; color: var(--quiet); }
.key-figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 5mm 7mm; margin: 0 0 7mm; padding: 0; }
.key-figures > div { border-top: 0.3mm solid var(--rule); padding-top: 1.5mm; break-inside: avoid; }
.key-figures dt { color: var(--quiet); }
.key-figures dd { margin: 0; font-size: 16pt; line-height: 1.25; font-weight: 600; }
.key-figures dd span { font-size: 9.5pt; font-weight: 400; color: var(--quiet); }
.key-figures dd.note { font-size: 8.5pt; line-height: 1.4; font-weight: 400; color: var(--quiet); }
.risks { break-inside: avoid; }
.risks h2 { margin-top: 0; font-size: 12pt; border: 0; padding: 0; margin-bottom: 2mm; }
.risks ol { list-style: none; margin: 0; padding: 0; }
.risks li { display: grid; grid-template-columns: 6mm 1fr; margin-bottom: 2.5mm; break-inside: avoid; }
.risks li p { margin: 0; font-size: 9pt; color: var(--quiet); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.risks b { font-weight: 600; display: block; }
.twin { margin: 6mm 0 0; }
.twin img { display: block; width: 100%; max-height: 95mm; object-fit: contain; object-position: left; }
.twin figcaption { margin-top: 1.5mm; }
.number { color: var(--quiet); font-weight: 400; padding-right: 2mm; }
figure { margin: 0 0 7mm; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; margin-top: 2mm; font-family: inherit; }
figcaption, caption { text-align: left; font-weight: 600; line-height: 1.4; }
caption { padding-bottom: 1.5mm; break-after: avoid; break-inside: avoid; }
figcaption .number, caption .number { font-weight: 600; }
.legend, .note { color: var(--quiet); font-size: 8.5pt; margin: 1mm 0 0; }
.table { margin: 0 0 7mm; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 8.5pt; line-height: 1.35; }
th, td { text-align: left; vertical-align: top; padding: 1mm 1.2mm; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 500; color: var(--quiet); vertical-align: bottom; border-bottom: 0.3mm solid var(--ink); overflow-wrap: normal; font-size: 8pt; }
th small { display: block; font-size: inherit; }
td { border-bottom: 0.15mm solid var(--rule); }
th.figure, td.figure { text-align: right; }
td.figure { white-space: nowrap; }
td small { display: block; font-size: 7.5pt; color: var(--quiet); }
tr { break-inside: avoid; }
thead { display: table-header-group; break-after: avoid; }
tbody:not(.totals) tr:first-child, tr:nth-child(2), tr:last-child { break-before: avoid; }
tbody.totals { break-inside: avoid; break-before: avoid; }
tbody.totals td { font-weight: 600; border-bottom: 0; border-top: 0.3mm solid var(--ink); }
.mark { font-style: normal; }
.mark.missed, .mark.saturated { color: var(--alarm); }
.mark.near { color: #8a6100; }
.mark.met { color: var(--accent); }
.sources { margin: 0; padding: 0; list-style: none; font-size: 8.5pt; }
.sources li { display: grid; grid-template-columns: 10mm 1fr; margin-bottom: 1.2mm; break-inside: avoid; }
.sources a { color: var(--accent); }
.sources small { color: var(--quiet); font-size: inherit; }
@page { size: A4; margin: 20mm 20mm 18mm; }
@media print {
  html { background: none; }
  body { max-width: none; margin: 0; padding: 0; }
  .contents { break-before: page; }
  .contents > section:first-child > h2 { margin-top: 0; }
  /* Page 1 is one page: the picture takes what the words leave. A4 less the margins is 259 mm high. */
  header { min-height: 258mm; display: flex; flex-direction: column; }
  header > * { flex: none; }
  .twin { flex: 1 1 0; min-height: 40mm; max-height: 110mm; display: flex; flex-direction: column; break-inside: avoid; }
  .twin img { flex: 1 1 0; min-height: 0; max-height: none; }
  a { color: inherit; text-decoration: none; }
}
@media screen and (max-width: 720px) {
  body { padding: 6mm; }
  .key-figures { grid-template-columns: repeat(2, 1fr); }
  .table { overflow-x: auto; }
  table { min-width: 170mm; }
}
`;
