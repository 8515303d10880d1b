import { describe, expect, it } from 'vitest';
import {
  isCapped,
  lastPosition,
  positionOf,
  positionShowing,
  rowsAround,
  scrollOf,
  spacerHeight,
  TALLEST_PX,
  type Track,
} from './track';

const short: Track = { rowHeight: 40, count: 100, viewHeight: 400 };
const long: Track = { rowHeight: 40, count: 1_000_000, viewHeight: 400 };

describe('a short list', () => {
  it('scrolls as the browser does', () => {
    expect(isCapped(short)).toBe(false);
    expect(scrollOf(short, 1234)).toBe(1234);
    expect(positionOf(short, 1234)).toBe(1234);
  });
});

describe('a list of a million rows', () => {
  it('stays below the height at which browsers cut off', () => {
    expect(spacerHeight(long)).toBe(TALLEST_PX);
  });

  it('reaches its last row at the end of the scroll bar, and its first at the beginning', () => {
    expect(positionOf(long, TALLEST_PX - long.viewHeight)).toBe(lastPosition(long));
    expect(positionOf(long, 0)).toBe(0);
    expect(rowsAround(long, lastPosition(long), 4)[1]).toBe(long.count);
  });

  it('keeps thumb and position in step', () => {
    for (const share of [0, 0.1, 0.5, 0.999, 1]) {
      const position = lastPosition(long) * share;
      expect(positionOf(long, scrollOf(long, position))).toBeCloseTo(position, 3);
    }
  });
});

describe('showing a row', () => {
  it('moves no further than needed', () => {
    expect(positionShowing(short, 400, 12), 'already visible').toBe(400);
    expect(positionShowing(short, 400, 5), 'above').toBe(200);
    expect(positionShowing(short, 400, 25), 'below').toBe(640);
    expect(positionShowing(short, 0, 99), 'the last row').toBe(lastPosition(short));
  });

  it('copes with fewer rows than fit', () => {
    const tiny: Track = { rowHeight: 40, count: 2, viewHeight: 400 };
    expect(positionShowing(tiny, 0, 1)).toBe(0);
    expect(scrollOf(tiny, 0)).toBe(0);
    expect(rowsAround({ ...tiny, count: 0 }, 0, 4)).toEqual([0, 0]);
  });
});
