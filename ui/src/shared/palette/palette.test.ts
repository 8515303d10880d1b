import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import CommandPalette from './CommandPalette.svelte';
import type { PaletteEntry } from './entry';
import { matching } from './entry';

const entry = (id: string, label: string, run = () => undefined as void): PaletteEntry => ({
  id,
  label,
  group: 'Go to',
  icon: 'home',
  run,
});

describe('matching', () => {
  it('wants every word and prefers the beginning', () => {
    const entries = [entry('1', 'My access'), entry('2', 'Access packages'), entry('3', 'Audit')];
    expect(matching(entries, 'acc').map(({ id }) => id)).toEqual(['2', '1']);
    expect(matching(entries, 'pack acc').map(({ id }) => id)).toEqual(['2']);
    expect(matching(entries, '')).toHaveLength(3);
  });
});

describe('the palette', () => {
  it('runs the chosen entry after it has closed', async () => {
    const dialogs: number[] = [];
    const run = vi.fn(() => void dialogs.push(screen.queryAllByRole('dialog').length));
    render(CommandPalette, { open: true, entries: [entry('1', 'Home'), entry('2', 'Audit', run)] });
    await userEvent.type(await screen.findByRole('combobox'), 'aud');
    expect(screen.getAllByRole('option')).toHaveLength(1);
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1));
    expect(dialogs, 'the palette was gone when the entry ran').toEqual([0]);
  });

  it('finds objects of the workspace', async () => {
    const find = vi.fn(async () => [{ ...entry('a', 'invoice-matcher'), group: 'Agents' }]);
    render(CommandPalette, { open: true, entries: [], find });
    await userEvent.type(await screen.findByRole('combobox'), 'inv');
    expect(await screen.findByRole('option', { name: /invoice-matcher/ })).toBeTruthy();
    expect(find).toHaveBeenCalledWith('inv');
  });
});
