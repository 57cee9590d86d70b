import { expect, test } from 'vitest';
import { figure, percent } from '../../core/cli/figure.ts';

test('figures have three digits, of a share just below one three of what it lacks', () => {
  expect([0.5, 1234.5, 0.99, 0.99995, 0.9999999, 1].map(figure)).toEqual(['0.5', '1230', '0.99', '0.99995', '0.9999999', '1']);
  expect([0.12345, 0.99995, 1].map(percent)).toEqual(['12.3 %', '99.995 %', '100 %']);
  expect(figure(null)).toBe('');
});
