import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Grid, RowChoice, rowsOf, type Column } from '.';

interface Row {
  id: string;
  name: string;
}

const columns: Column<Row>[] = [
  { id: 'name', header: 'Agent', sortable: true, text: (row) => row.name },
  { id: 'id', header: 'Id', align: 'end', text: (row) => row.id },
];
const million = {
  count: 1_000_000,
  rows: async (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: String(from + index), name: `agent ${from + index}` })),
};
const base = { label: 'Agents', columns, rowKey: (row: Row) => row.id };

function show(props: Record<string, unknown> = {}) {
  render(Grid<Row>, { ...base, source: million, ...props } as never);
  return screen.getByRole('grid', { name: 'Agents' });
}

const activeRow = (grid: HTMLElement) => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');

describe('a grid of a million rows', () => {
  it('tells its whole size and draws only what is in sight', async () => {
    const grid = show();
    expect(grid.getAttribute('aria-rowcount')).toBe('1000001');
    expect(await within(grid).findByText('agent 0')).toBeTruthy();
    expect(within(grid).getAllByRole('row').length).toBeLessThan(40);
  });

  it('reaches its end and its beginning with one key', async () => {
    const grid = show();
    grid.focus();
    await userEvent.keyboard('{End}');
    expect(await within(grid).findByText('agent 999999')).toBeTruthy();
    expect(activeRow(grid)?.getAttribute('aria-rowindex')).toBe('1000001');
    await userEvent.keyboard('{Control>}{Home}{/Control}');
    expect(await within(grid).findByText('agent 0')).toBeTruthy();
    expect(activeRow(grid)?.getAttribute('aria-rowindex')).toBe('2');
  });

  it('names each row by its cells, so that it is said when one gets there', async () => {
    const grid = show();
    expect(await within(grid).findByRole('row', { name: 'agent 1 1' })).toBeTruthy();
  });

  it('moves by rows and by pages', async () => {
    const grid = show();
    grid.focus();
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowDown}');
    expect(activeRow(grid)?.getAttribute('aria-rowindex')).toBe('4');
    await userEvent.keyboard('{PageDown}');
    const after = Number(activeRow(grid)?.getAttribute('aria-rowindex'));
    expect(after).toBeGreaterThan(8);
    await userEvent.keyboard('{PageUp}{ArrowUp}{ArrowUp}{ArrowUp}');
    expect(activeRow(grid)?.getAttribute('aria-rowindex'), 'stops at the first row').toBe('2');
  });

  it('opens the active row with Enter and chooses it with Space', async () => {
    const onopen = vi.fn();
    const choice = new RowChoice();
    const grid = show({ onopen, choice });
    await within(grid).findByText('agent 1');
    grid.focus();
    await userEvent.keyboard('{Home}{ArrowDown}{Enter} ');
    expect(onopen).toHaveBeenCalledWith({ id: '1', name: 'agent 1' });
    expect(choice.named).toEqual(['1']);
    expect(activeRow(grid)?.getAttribute('aria-selected')).toBe('true');
    await userEvent.keyboard(' ');
    expect(choice.count(1_000_000)).toBe(0);
  });

  it('chooses a million rows with one key, and none with another', async () => {
    const choice = new RowChoice();
    const grid = show({ choice });
    await within(grid).findByText('agent 1');
    grid.focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(choice.count(1_000_000)).toBe(1_000_000);
    await userEvent.keyboard('{Home} ');
    expect(choice.has('0'), 'but one').toBe(false);
    expect(choice.count(1_000_000)).toBe(999_999);
    await userEvent.keyboard('{Escape}');
    expect(choice.count(1_000_000)).toBe(0);
  });

  it('shows the shape of rows that are on their way', () => {
    const grid = show({ source: { count: 1_000_000, rows: () => new Promise(() => undefined) } });
    expect(within(grid).getAllByText('Loading').length).toBeGreaterThan(5);
  });

  it('says why rows did not come, and tries again', async () => {
    const rows = vi
      .fn(million.rows)
      .mockRejectedValueOnce(Object.assign(new Error('The list was closed.'), { code: 'list_closed' }));
    const grid = show({ source: { count: 1_000_000, rows } });
    expect((await screen.findByRole('alert')).textContent).toContain('The list was closed.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await within(grid).findByText('agent 0')).toBeTruthy();
  });
});

describe('sorting', () => {
  it('asks the caller, turns on the second press, and is told to screen readers', async () => {
    const onsort = vi.fn();
    const grid = show({ onsort, sort: { column: 'name', descending: false } });
    expect(within(grid).getByRole('columnheader', { name: /Agent/ }).getAttribute('aria-sort')).toBe('ascending');
    await userEvent.click(within(grid).getByRole('button', { name: 'Agent' }));
    expect(onsort).toHaveBeenCalledWith({ column: 'name', descending: true });
  });
});

describe('a new snapshot', () => {
  it('keeps the position, and gives up an active row that is gone', async () => {
    const few = rowsOf(Array.from({ length: 3 }, (_, index) => ({ id: String(index), name: `few ${index}` })));
    const { rerender } = render(Grid<Row>, { ...base, source: million } as never);
    const grid = screen.getByRole('grid');
    grid.focus();
    await userEvent.keyboard('{End}');
    await rerender({ source: few } as never);
    expect(await within(grid).findByText('few 2')).toBeTruthy();
    expect(activeRow(grid)?.getAttribute('aria-rowindex')).toBe('4');
  });
});

describe('an empty list', () => {
  it('has a header and no active row', async () => {
    const grid = show({ source: rowsOf([]) });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{Enter} ');
    expect(grid.getAttribute('aria-activedescendant')).toBeNull();
    expect(within(grid).getAllByRole('row')).toHaveLength(1);
  });
});
