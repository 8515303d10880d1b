import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FilteredGrid, RowChoice, rowsOf } from '.';
import { ask, asked } from '../navigation';

type Row = { id: string };
const nothing = createRawSnippet(() => ({ render: () => '<p>Nothing yet</p>' }));

function show(rows: Row[] | undefined, error?: { code: string; message: string }, choice?: RowChoice) {
  const again = vi.fn();
  const onclear = vi.fn();
  render(FilteredGrid<Row>, {
    props: {
      label: 'Things',
      name: 'things',
      list: { source: rows && rowsOf(rows), error, again },
      columns: [
        { id: 'id', header: 'Id', width: '1fr', text: (row) => row.id },
        { id: 'size', header: 'Size', width: '1fr', text: () => 'large' },
      ],
      choice,
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

afterEach(() => {
  ask({ search: undefined, state: undefined });
  localStorage.clear();
});

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

  it('leaves out the columns that nobody wants, also the next time', async () => {
    show([{ id: 'a' }]);
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Size', checked: true }));
    expect(screen.queryByText('large')).toBeNull();
    expect(screen.getByRole('menuitemcheckbox', { name: 'Size', checked: false }), 'the menu stays').toBeTruthy();
    expect(screen.queryByRole('menuitemcheckbox', { name: 'Id' }), 'what a row is about always stays').toBeNull();
    cleanup();
    show([{ id: 'a' }]);
    expect(screen.queryByText('large')).toBeNull();
  });

  it('chooses all that is listed, until other rows are listed', async () => {
    const choice = new RowChoice();
    choice.toggle('a');
    show([{ id: 'a' }, { id: 'b' }, { id: 'c' }], undefined, choice);
    await userEvent.click(screen.getByRole('button', { name: 'Choose all 3 that are listed' }));
    expect(screen.getByText('3 selected')).toBeTruthy();
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose row 2' }));
    expect(screen.getByText('2 selected')).toBeTruthy();
    expect([choice.isAll, choice.named], 'all but one').toEqual([true, ['b']]);
    ask({ search: 'c' });
    await vi.waitFor(() => expect(choice.isAll, 'another search lists other rows').toBe(false));
  });

  it('shows why there are no rows, and asks again', async () => {
    const { again } = show(undefined, { code: 'broken', message: 'It broke.' });
    expect(screen.getByText('It broke.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /again/i }));
    expect(again).toHaveBeenCalledOnce();
  });
});
