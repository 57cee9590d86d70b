import { describe, expect, test } from 'vitest';
import { foldable, readArrangement, usualArrangement } from '../../renderer/app/dock/arrangement.ts';
import { isSideOpen, PANELS, tabsetsOf, tabsetWith } from '../../renderer/store/dock-store.ts';

type Model = ReturnType<typeof usualArrangement>;

const panelsIn = (model: Model): string[] => tabsetsOf(model).flatMap(({ tabs }) => tabs.map(({ id }) => id));

function changed(change: (tabsets: ReturnType<typeof tabsetsOf>) => void): Model {
  const model = structuredClone(usualArrangement());
  change(tabsetsOf(model));
  return model;
}

describe('the arrangement of panels', () => {
  test('holds each panel once', () => {
    expect(panelsIn(usualArrangement()).toSorted()).toEqual([...PANELS].toSorted());
  });

  test.each([null, undefined, 7, {}, { version: 9, root: {} }, { version: 1, root: { type: 'tabset', tabs: [] } }])(
    'is the usual one where what was remembered is %j',
    (remembered) => {
      expect(readArrangement(remembered)).toEqual(usualArrangement());
    },
  );

  test('that was remembered comes back as it was', () => {
    const moved = changed((tabsets) => {
      const [left, , bottom] = tabsets;
      const outline = left?.tabs.find(({ id }) => id === 'outline');
      if (left === undefined || outline === undefined) throw new Error('the outline is not on the left');
      left.tabs = left.tabs.filter((tab) => tab !== outline);
      bottom?.tabs.push(outline);
    });
    const read = readArrangement(structuredClone(moved));
    expect(tabsetWith(read, 'outline')?.id).toBe('bottom');
    expect(panelsIn(read).toSorted()).toEqual([...PANELS].toSorted());
  });

  test('drops panels of another version and gets those it lacks', () => {
    const other = changed((tabsets) => {
      for (const tabset of tabsets) tabset.tabs = tabset.tabs.filter(({ id }) => id !== 'history');
      tabsets[0]?.tabs.push({ id: 'of-another-version', data: null });
    });
    const read = readArrangement(other);
    expect(panelsIn(read).toSorted()).toEqual([...PANELS].toSorted());
    expect(tabsetWith(read, 'history')?.id).toBe('right');
  });

  test('without the twin or a side is not taken', () => {
    const broken = structuredClone(usualArrangement());
    if (broken.root.type === 'split') broken.root.children.pop();
    expect(readArrangement(broken)).toEqual(usualArrangement());
  });

  test('lets every group fold but the twin, those made by a drop too', () => {
    expect(foldable(usualArrangement())).toBeNull();
    const split = changed((tabsets) => {
      for (const tabset of tabsets) delete tabset.collapsible;
    });
    const better = foldable(split);
    expect(
      better === null
        ? []
        : tabsetsOf(better)
            .filter(({ collapsible }) => collapsible !== true)
            .map(({ id }) => id),
    ).toEqual(['twin']);
  });

  test('tells which sides are open', () => {
    const folded = changed((tabsets) => {
      const left = tabsets.find(({ id }) => id === 'left');
      if (left !== undefined) left.collapsed = true;
    });
    expect(isSideOpen({ model: folded }, 'left')).toBe(false);
    expect(isSideOpen({ model: folded }, 'right')).toBe(true);
    expect(isSideOpen({ model: null }, 'right')).toBe(false);
  });
});
