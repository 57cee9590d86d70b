import { expect, test } from 'vitest';
import { createFormatter } from '../../renderer/ui/format.ts';

test('shares have three digits, and below a tenth of a percent only that they are less', () => {
  const { percent } = createFormatter('en');
  expect([0, 0.375, 1, 1.2345].map(percent)).toEqual(['0%', '37.5%', '100%', '123%']);
  expect([0.001, 0.000504, 1e-9].map(percent)).toEqual(['0.1%', '<0.1%', '<0.1%']);
});

test('shares just below the whole keep their nines', () => {
  const { percent } = createFormatter('en');
  expect([0.9994, 0.99995, 0.999996, 0.99999999].map(percent)).toEqual(['99.94%', '99.995%', '99.9996%', '99.999999%']);
});

test('numbers follow the language', () => {
  expect(createFormatter('en').count(1240)).toBe('1,240');
  expect(createFormatter('zh-CN').percent(0.375)).toBe('37.5%');
});
