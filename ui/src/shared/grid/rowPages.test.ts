import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RowPages } from './rowPages.svelte';
import type { RowSource } from './rowSource';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function numbers(count: number, shift = 0) {
  const rows = vi.fn(async (from: number, size: number) =>
    Array.from({ length: size }, (_, index) => from + index + shift),
  );
  return { count, rows } satisfies RowSource<number>;
}

describe('pages', () => {
  it('are asked for once, however often they are wanted', async () => {
    const source = numbers(1_000_000);
    const pages = new RowPages(source);
    pages.want(0, 20);
    pages.want(1, 21);
    await vi.advanceTimersByTimeAsync(100);
    pages.want(5, 25);
    await vi.advanceTimersByTimeAsync(100);
    expect(source.rows.mock.calls).toEqual([[0, 64]]);
    expect(pages.row(3)).toBe(3);
  });

  it('are only asked for where one comes to rest', async () => {
    const source = numbers(1_000_000);
    const pages = new RowPages(source);
    pages.want(0, 20);
    for (let at = 1000; at <= 900_000; at += 1000) pages.want(at, at + 20);
    await vi.advanceTimersByTimeAsync(100);
    const pagesAsked = source.rows.mock.calls.map(([from]) => from);
    expect(pagesAsked[0]).toBe(0);
    expect(pagesAsked.slice(1).every((from) => from > 899_000)).toBe(true);
    expect(pages.row(900_000)).toBe(900_000);
  });

  it('keep old rows on screen until the new snapshot is here', async () => {
    const pages = new RowPages(numbers(100));
    pages.want(0, 20);
    await vi.advanceTimersByTimeAsync(100);
    pages.replace(numbers(100, 5000));
    expect(pages.row(0), 'no flicker').toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(pages.row(0)).toBe(5000);
  });

  it('that came with the list stand there at once and are not asked for, unless one is cut short', async () => {
    const source = { ...numbers(100), first: Array.from({ length: 80 }, (_, index) => index) };
    const pages = new RowPages(source);
    expect(pages.row(63)).toBe(63);
    expect(pages.row(64), 'sixteen rows are no page').toBeUndefined();
    pages.want(50, 70);
    await vi.advanceTimersByTimeAsync(100);
    expect(source.rows.mock.calls).toEqual([[64, 36]]);
    const next = { ...numbers(100, 5000), first: Array.from({ length: 64 }, (_, index) => index + 5000) };
    pages.replace(next);
    expect(pages.row(0), 'a newer list brings its own').toBe(5000);
  });

  it('that fail say why and can be asked for again', async () => {
    const source = numbers(100);
    source.rows.mockRejectedValueOnce(new Error('gone'));
    const pages = new RowPages(source);
    pages.want(0, 20);
    await vi.advanceTimersByTimeAsync(100);
    expect(pages.failure).toBeInstanceOf(Error);
    pages.retry();
    await vi.advanceTimersByTimeAsync(100);
    expect(pages.failure).toBeUndefined();
    expect(pages.row(0)).toBe(0);
  });
});
