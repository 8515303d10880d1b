import { expect, it } from 'vitest';
import { zoomed } from './zoom';

it('goes one step larger, one smaller and back to the usual, and stays where there is no step left', () => {
  expect(zoomed(100, '+')).toBe(110);
  expect(zoomed(110, '=')).toBe(120);
  expect(zoomed(100, '-')).toBe(90);
  expect(zoomed(240, '0')).toBe(100);
  expect(zoomed(300, '+')).toBe(300);
  expect(zoomed(30, '-')).toBe(30);
});

it('leaves every other key alone', () => {
  expect(zoomed(100, 'k')).toBeUndefined();
});
