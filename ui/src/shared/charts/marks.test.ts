import { describe, expect, it } from 'vitest';
import { place, type Mark } from './marks';

const mark = (id: string, at: string): Mark => ({ id, at, shape: 'circle', href: '#/', title: id, text: '' });
const byDay = (at: string) => Number(at.slice(8, 10)) * 10;

describe('marks on a time axis', () => {
  it('stand side by side while there is room, and are stacked where there is none', () => {
    const { placed } = place(
      [mark('a', '2026-03-01'), mark('b', '2026-03-02'), mark('c', '2026-03-03'), mark('d', '2026-03-03')],
      byDay,
      14,
      6,
    );
    expect(placed.map(({ id, level }) => [id, level])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 2],
    ]);
  });

  it('are counted where they do not fit, so that none is lost without a word', () => {
    const many = Array.from({ length: 9 }, (_, index) => mark(String(index), '2026-03-04'));
    const { placed, crowds } = place(many, byDay, 14, 6);
    expect(placed).toHaveLength(6);
    expect(crowds).toEqual([{ x: 42, count: 3 }]);
  });
});
