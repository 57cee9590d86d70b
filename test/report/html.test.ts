import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { renderReport } from '../../core/report/html.ts';
import { html, plainText, safeHref } from '../../core/report/markup.ts';
import { buildReport } from '../../core/report/model.ts';
import type { ReportModel } from '../../core/report/report-model.ts';
import type { Site } from '../../core/site/site.ts';
import { parsePage } from './parse-page.ts';
import { reportOn, reportOptions, sampleSite } from './sample.ts';

/** Everything our templates write. */
const OWN_ELEMENTS = new Set([
  'html', 'head', 'meta', 'title', 'style', 'body', 'header', 'main', 'section', 'h1', 'h2', 'p', 'div', 'span', 'strong', 'b', 'i', 'small', 'a',
  'dl', 'dt', 'dd', 'ol', 'li', 'figure', 'figcaption', 'img', 'svg', 'rect', 'line', 'text', 'table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tr', 'th', 'td',
]); // prettier-ignore
const OWN_ATTRIBUTES = new Set([
  'lang', 'charset', 'http-equiv', 'content', 'name', 'class', 'style', 'scope', 'href', 'rel', 'src', 'alt', 'viewbox', 'viewBox', 'role', 'aria-label',
  'x', 'y', 'x1', 'y1', 'x2', 'y2', 'width', 'height', 'fill', 'stroke', 'stroke-width', 'text-anchor', 'font-size',
]); // prettier-ignore

const HOSTILE = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</style><script>x</script>', '</title><base href=//evil>',
  '<!--', '-->', ']]>', '<svg/onload=alert(1)>', '&lt;script&gt;', '&#60;script&#62;', '{{count}}', '${1}', '\u202egnp.exe', '\u2028<b>', '\ud800', '\u0000<i>',
  'javascript:alert(1)', '</table><iframe src=//evil>', '<plaintext>', '<template><a>', '@import url(//evil)', '}</style>', '$&$1', '`', '\ufeff\uffff',
] as const; // prettier-ignore

const hostileName = fc
  .oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', 'a', 'script', '!--', '\u202e', '\u2028', ';', '}', '港'),
      maxLength: 30,
    }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  )
  .map((text) => text || 'x');

const sample = sampleSite(8);
const answer = evaluate(sample);
const PICTURE = 'data:image/png;base64,iVBORw0KGgo=';
const own = renderReport(buildReport(sample, answer, reportOptions({ picture: PICTURE })), { fontDataUrl: null });

/** The sample with every text that a person may write replaced. */
function renamed(texts: readonly string[]): Site {
  let at = 0;
  const next = (): string => texts[at++ % texts.length] ?? 'x';
  const rename = <Row extends object>(records: Readonly<Record<string, Row>>): Record<string, Row> =>
    Object.fromEntries(
      Object.entries(records).map(([id, record]) => {
        const sources =
          'sources' in record ? { sources: [{ fields: [], title: next(), url: next(), date: null, note: next() }] } : {};
        const vendor = 'vendor' in record ? { vendor: next() } : {};
        return [id, { ...record, name: next(), notes: next(), ...vendor, ...sources }];
      }),
    );
  return {
    ...sample,
    header: {
      ...sample.header,
      name: next(),
      customer: next(),
      description: next(),
      sources: [{ fields: [], title: next(), url: next(), date: null, note: '' }],
      assumptions: [{ subject: next(), text: next(), source: next() }],
    },
    places: rename(sample.places),
    nodes: rename(sample.nodes),
    links: rename(sample.links),
    media: rename(sample.media),
    hardwareTypes: rename(sample.hardwareTypes),
    workloads: rename(sample.workloads),
    services: rename(sample.services),
    flows: rename(sample.flows),
    deviceGroups: rename(sample.deviceGroups),
  } as Site;
}

function pageOf(texts: readonly string[]): string {
  const site = renamed(texts);
  return renderReport(buildReport(site, evaluate(site), reportOptions({ picture: PICTURE })), { fontDataUrl: null });
}

describe('the page', () => {
  const page = parsePage(own);

  test('is well formed', () => {
    expect(page.errors).toEqual([]);
    expect(page.comments).toBe(0);
  });

  test('has no script, no request and no way to make one', () => {
    const names = new Set(page.elements.map((element) => element.name));
    for (const name of ['script', 'link', 'iframe', 'object', 'embed', 'form', 'base', 'foreignObject', 'use'])
      expect(names.has(name)).toBe(false);
    for (const { attributes } of page.elements) {
      if (attributes['src'] !== undefined) expect(attributes['src']).toMatch(/^data:image\/png;base64,/);
    }
    const addresses = own.match(/url\(|@import|https?:\/\//g) ?? [];
    expect(addresses).toEqual(['https://', 'https://']);
    const policy = page.elements.find((element) => element.attributes['http-equiv'] === 'Content-Security-Policy')?.attributes[
      'content'
    ];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
  });

  test('says everything that the model says', () => {
    const { model } = reportOn(sample);
    for (const text of textsOf(model)) expect(page.text).toContain(text);
  });

  test('numbers sections, figures and tables without a gap', () => {
    const sections = Array.from(own.matchAll(/<h2><span class="number">(\d+)<\/span>/g), (match) => Number(match[1]));
    expect(sections).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const label of ['Figure', 'Table']) {
      const numbers = Array.from(page.text.matchAll(new RegExp(`^${label} (\\d+)$`, 'gm')), (match) => Number(match[1]));
      expect(numbers.length).toBeGreaterThan(1);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  });

  test('shows the twin from each bookmark, with its name and a number among the figures', () => {
    const views = [
      { name: 'Gate <north>', dataUrl: PICTURE },
      { name: 'Hall', dataUrl: PICTURE },
    ];
    const options = { ...reportOptions({ picture: null }), views };
    const shown = parsePage(renderReport(buildReport(sample, answer, options), { fontDataUrl: null }));
    expect(shown.errors).toEqual([]);
    const alternatives = shown.elements.flatMap(({ name, attributes }) => (name === 'img' ? [attributes['alt']] : []));
    expect(alternatives).toEqual(views.map(({ name }) => `Three-dimensional view of the site: ${name}`));
    for (const { name } of views) expect(shown.text).toContain(name);
    expect(() => buildReport(sample, answer, { ...options, views: [{ name: 'x', dataUrl: 'https://x' }] })).toThrow(/picture/);
  });

  test('equal models give equal bytes', () => {
    expect(renderReport(buildReport(sample, answer, reportOptions({ picture: PICTURE })), { fontDataUrl: null })).toBe(own);
  });

  test('tells its language and the picture in words', () => {
    expect(page.elements[0]).toMatchObject({ name: 'html', attributes: { lang: 'en' } });
    expect(page.elements.find((element) => element.name === 'img')?.attributes['alt']).toBe('Three-dimensional view of the site');
  });
});

describe('hostile text', () => {
  test('adds no element and no attribute, and breaks no markup', () => {
    const shape = (source: string): string[] => parsePage(source).elements.map((element) => `${element.parent}>${element.name}`);
    const plain = shape(pageOf(['x']));
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 1, maxLength: 12 }), (texts) => {
        const page = parsePage(pageOf(texts));
        expect(page.errors).toEqual([]);
        expect(page.comments).toBe(0);
        for (const { name, attributes } of page.elements) {
          expect(OWN_ELEMENTS).toContain(name);
          for (const attribute of Object.keys(attributes)) expect(OWN_ATTRIBUTES).toContain(attribute);
        }
        // Names decide nothing about what is drawn, but details, addresses and equal names may come and go with them.
        const loose = new Set(['small', 'a', 'p', 'li', 'tr', 'td', 'span', 'i', 'text']);
        const count = (names: readonly string[]): number => names.filter((name) => !loose.has(name.split('>')[1] ?? '')).length;
        expect(count(page.elements.map((element) => `${element.parent}>${element.name}`))).toBe(count(plain));
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  test.each(HOSTILE)('%j reads as it was written, but for what cannot be shown', (text) => {
    expect(parsePage(html`<p>${text}</p>`.markup).text).toBe(plainText(text));
    const attribute = parsePage(html`<p title="${text}"></p>`.markup).elements.find((element) => element.name === 'p')
      ?.attributes['title'];
    expect(attribute).toBe(plainText(text));
  });

  test('no direction control, line separator or lone surrogate reaches the page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.markup).not.toMatch(/\p{Bidi_Control}|[\u2028\u2029]|\p{Cs}|(?![\t\n\r])\p{Cc}/u);
      }),
    );
    expect(html`${'a\u202eb\u2028c\ud83d'}`.markup).toBe('a\ufffdb c\ufffd');
  });

  test('addresses are links only where they are http', () => {
    expect(safeHref('https://example.org/a?b=1#c')).toBe('https://example.org/a?b=1#c');
    for (const address of [
      'javascript:alert(1)',
      'data:text/html,x',
      ' https://x',
      'https://a b',
      'https://a"b',
      '//x',
      'file:///etc',
      'https:\\\\x',
      null,
    ]) {
      expect(safeHref(address)).toBeNull();
    }
  });

  test('a name is no template for the texts around it', () => {
    expect(pageOf(['{{count}}{{subject}}'])).toContain('{{count}}{{subject}}');
  });

  test('only a WOFF2 font goes into the style sheet', () => {
    const { model } = reportOn(sample);
    for (const fontDataUrl of [
      'https://evil/x.woff2',
      'data:font/woff2;base64,AA) format("x"); } body { background: url(//evil)',
      '',
    ]) {
      expect(() => renderReport(model, { fontDataUrl })).toThrow('font');
    }
  });

  test('a version that could leave its CSS string is refused', () => {
    const report = buildReport(sample, answer, reportOptions({ applicationVersion: '"; } body { background: url(//evil)' }));
    expect(() => renderReport(report, { fontDataUrl: null })).toThrow('plain words');
  });
});

function textsOf(model: ReportModel): string[] {
  const texts = [model.title, model.subtitle, model.verdict.sentence, model.verdict.reason, model.risksTitle];
  for (const figure of model.keyFigures) texts.push(figure.label, figure.value, figure.note);
  for (const risk of model.risks) texts.push(risk.title, risk.why, risk.help);
  for (const section of model.sections) {
    texts.push(section.title);
    for (const block of section.blocks) {
      if (block.kind === 'paragraph') texts.push(block.text);
      else if (block.kind === 'chart') texts.push(block.caption, block.legend, block.chart.axis, block.chart.limit);
      else if (block.kind === 'picture') texts.push(block.caption);
      else if (block.kind === 'sources') texts.push(...block.items.map((item) => item.title));
      else
        texts.push(block.caption, ...[...block.rows, ...block.totals].flat().flatMap((cell) => [cell.text, cell.detail ?? '']));
    }
  }
  return texts;
}
