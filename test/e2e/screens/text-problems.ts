/** Something wrong with a text on the screen. */
export interface TextProblem {
  readonly kind: 'cut' | 'outside' | 'overlap' | 'untold ellipsis';
  readonly text: string;
  /** Where: the element and what it overlaps. */
  readonly where: string;
}

/**
 * Looks at every text that is drawn by the document: whether it is cut by an element that neither scrolls nor says the
 * whole in a title, whether it lies outside of the window where nothing scrolls, and whether two texts lie upon each
 * other. Runs in the page, so it uses nothing of this module.
 */
export function findTextProblems(): TextProblem[] {
  /** Text is drawn in the middle part of its line box: only that part can be cut or overlap. */
  const GLYPH_INSET = 0.22;
  /** Rounding of positions, px. */
  const SLACK_PX = 1.5;

  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  interface Drawn {
    readonly element: Element;
    readonly text: string;
    readonly box: Box;
  }

  const problems: TextProblem[] = [];
  const drawn: Drawn[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.textContent ?? '').trim();
    const element = node.parentElement;
    if (
      text === '' ||
      element === null ||
      ['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION', 'TITLE', 'DESC'].includes(element.tagName.toUpperCase())
    )
      continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) continue;
    if (isForReadersOnly(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const inset = rect.height * GLYPH_INSET;
      const box: Box = { left: rect.left, right: rect.right, top: rect.top + inset, bottom: rect.bottom - inset };
      const seen = look(element, text, box);
      if (seen !== null) drawn.push({ element, text, box: seen });
    }
  }
  lookAtInputs();
  findOverlaps();
  return unique(problems);

  /** What of a text can be seen; says when something is missing that should be there. */
  function look(element: Element, text: string, full: Box): Box | null {
    let box = full;
    let scrolls = false;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      const [x, y] = [style.overflowX, style.overflowY];
      if (
        at !== document.documentElement &&
        at !== document.body &&
        (x !== 'visible' || y !== 'visible') &&
        style.display !== 'inline'
      ) {
        const frame = at.getBoundingClientRect();
        const missingX = box.left < frame.left - SLACK_PX || box.right > frame.right + SLACK_PX;
        const missingY = box.top < frame.top - SLACK_PX || box.bottom > frame.bottom + SLACK_PX;
        if (missingX && (x === 'hidden' || x === 'clip') && !scrolls) {
          const ellipsis = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
          if (!ellipsis) say('cut', element, text, `by ${nameOf(at)} sideways`);
          else if (!isTold(element)) say('untold ellipsis', element, text, '');
        }
        if (missingY && (y === 'hidden' || y === 'clip') && !scrolls) {
          if (style.webkitLineClamp === 'none') say('cut', element, text, `by ${nameOf(at)} in height`);
          else if (!isTold(element)) say('untold ellipsis', element, text, '');
        }
        if (['auto', 'scroll'].includes(x) || ['auto', 'scroll'].includes(y)) scrolls = true;
        box = {
          left: Math.max(box.left, frame.left),
          right: Math.min(box.right, frame.right),
          top: Math.max(box.top, frame.top),
          bottom: Math.min(box.bottom, frame.bottom),
        };
        if (box.right - box.left < 1 || box.bottom - box.top < 1) return null;
      }
      if (style.position === 'fixed') break;
    }
    const page = document.scrollingElement ?? document.documentElement;
    const pageScrolls = getComputedStyle(document.body).overflowY !== 'hidden' && page.scrollHeight > innerHeight + 1;
    const outside =
      box.left < -SLACK_PX ||
      box.right > innerWidth + SLACK_PX ||
      (!pageScrolls && (box.top < -SLACK_PX || box.bottom > innerHeight + SLACK_PX));
    if (outside && !scrolls)
      say(
        'outside',
        element,
        text,
        `${Math.round(box.left)},${Math.round(box.top)}–${Math.round(box.right)},${Math.round(box.bottom)}`,
      );
    return outside && !pageScrolls ? null : box;
  }

  /** A field scrolls by its caret; one that only shows its choice, or what to type, does not. */
  function lookAtInputs(): void {
    const pen = document.createElement('canvas').getContext('2d');
    for (const field of document.querySelectorAll('input')) {
      if (
        pen === null ||
        !field.checkVisibility({ visibilityProperty: true }) ||
        ['checkbox', 'radio', 'range', 'hidden', 'file'].includes(field.type)
      )
        continue;
      const style = getComputedStyle(field);
      const shown =
        field.value === ''
          ? field.placeholder
          : field.readOnly || field.getAttribute('aria-haspopup') === 'listbox'
            ? field.value
            : '';
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const needs = pen.measureText(shown).width;
      if (room > 0 && needs > room + SLACK_PX && !isTold(field))
        say('cut', field, shown, `${Math.round(needs)} px in ${Math.round(room)} px`);
    }
  }

  function findOverlaps(): void {
    const sorted = drawn.toSorted((a, b) => a.box.top - b.box.top);
    for (const [index, one] of sorted.entries()) {
      for (let next = index + 1; next < sorted.length; next += 1) {
        const other = sorted[next];
        if (other === undefined || other.box.top >= one.box.bottom) break;
        if (other.element === one.element) continue;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        if (width < 2 || height < 2) continue;
        if (isCovered(one, other)) continue;
        say('overlap', one.element, one.text, `and “${other.text.slice(0, 40)}” in ${nameOf(other.element)}`);
      }
    }
  }

  /** Whether one of the two lies on a ground of its own, so that the other is merely behind it. */
  function isCovered(one: Drawn, other: Drawn): boolean {
    const common = new Set<Element>();
    for (let at: Element | null = one.element; at !== null; at = at.parentElement) common.add(at);
    let meeting: Element | null = other.element;
    while (meeting !== null && !common.has(meeting)) meeting = meeting.parentElement;
    return [one.element, other.element].some((element) => {
      for (let at: Element | null = element; at !== null && at !== meeting; at = at.parentElement) {
        const style = getComputedStyle(at);
        const lifted = style.position !== 'static' || style.zIndex !== 'auto';
        const colour = style.backgroundColor;
        const alpha = colour.startsWith('rgba')
          ? Number(
              colour
                .slice(0, -1)
                .split(/[ ,/]+/)
                .at(-1),
            )
          : colour === 'transparent'
            ? 0
            : 1;
        if (lifted && alpha > 0.85) return true;
      }
      return false;
    });
  }

  function isForReadersOnly(element: Element): boolean {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (
        style.position === 'absolute' &&
        (style.clipPath !== 'none' ||
          (style.clip !== 'auto' && style.clip !== '') ||
          (at.clientWidth <= 1 && at.clientHeight <= 1))
      )
        return true;
    }
    return false;
  }

  /** Whether the whole text can be had: in a title of its own or of something around it. */
  function isTold(element: Element): boolean {
    return element.closest('[title]:not([title=""])') !== null;
  }

  function say(kind: TextProblem['kind'], element: Element, text: string, more: string): void {
    problems.push({ kind, text: text.slice(0, 60), where: `${nameOf(element)}${more === '' ? '' : ` ${more}`}` });
  }

  function nameOf(element: Element): string {
    const names = [...element.classList].filter((name) => !name.startsWith('m_')).slice(0, 2);
    return [element.tagName.toLowerCase(), ...names].join('.');
  }

  function unique(all: readonly TextProblem[]): TextProblem[] {
    return [...new Map(all.map((one) => [`${one.kind}|${one.text}|${one.where}`, one])).values()];
  }
}
