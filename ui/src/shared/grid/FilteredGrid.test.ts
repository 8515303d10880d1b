import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FilteredGrid, rowsOf } from '.';
import { ask, asked } from '../navigation';

type Row = { id: string };
const nothing = createRawSnippet(() => ({ render: () => '<p>Nothing yet</p>' }));

function show(rows: Row[] | undefined, error?: { code: string; message: string }) {
  const again = vi.fn();
  const onclear = vi.fn();
  render(FilteredGrid<Row>, {
    props: {
      label: 'Things',
      list: { source: rows && rowsOf(rows), error, again },
      columns: [{ id: 'id', header: 'Id', width: '1fr', text: (row) => row.id }],
      rowKey: (row) => row.id,
      onopen: () => undefined,
      searchLabel: 'Search things',
      searchPrompt: 'Id',
      filterNames: ['state'],
      countText: (count) => `${count} things`,
      noneFound: 'No thing fits',
      nothing,
      onclear,
    },
  });
  return { again, onclear };
}

afterEach(() => ask({ search: undefined, state: undefined }));

describe('a filtered list', () => {
  it('counts what it shows, and offers no way out of filters that are not set', () => {
    show([{ id: 'a' }, { id: 'b' }]);
    expect(screen.getByText('2 things')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Clear the filters' })).toBeNull();
  });

  it('tells nothing at all from nothing that fits', async () => {
    show([]);
    expect(screen.getByText('Nothing yet')).toBeTruthy();
  });

  it('lets one out of filters that leave nothing, once', async () => {
    ask({ search: 'moon', state: 'held' });
    await vi.waitFor(() => expect(asked('state')).toBe('held'));
    const { onclear } = show([]);
    expect(screen.getByText('No thing fits')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
    expect(onclear).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect([asked('search'), asked('state')]).toEqual([undefined, undefined]));
  });

  it('shows why there are no rows, and asks again', async () => {
    const { again } = show(undefined, { code: 'broken', message: 'It broke.' });
    expect(screen.getByText('It broke.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /again/i }));
    expect(again).toHaveBeenCalledOnce();
  });
});
