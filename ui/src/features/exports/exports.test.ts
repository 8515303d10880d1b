import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import { showScreen } from '../../showScreen';
import ExportList from './ExportList.svelte';

const given = { name: 'Access packages', list: { handle: 'h1' }, columns: ['displayName', 'catalog'] };

async function open(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Export' }));
  await screen.findByLabelText(/File/);
}

describe('the export of a list', () => {
  it('asks for the rows of the open list with the columns that are shown, in a file named after them', async () => {
    const backend = fakeBackend({ save_export: () => ({ file: '/w/exports/x.csv', rows: 1 }) });
    showScreen(backend, ExportList, given);
    await open();
    await userEvent.click(screen.getAllByRole('button', { name: 'Export' }).at(-1) as HTMLElement);
    expect(await screen.findByText('1 row was written')).toBeTruthy();
    expect(screen.getByText('/w/exports/x.csv')).toBeTruthy();
    const { file, what } = backend.calls[0]?.payload as { file: string; what: unknown };
    expect(file).toMatch(/^access-packages-.*\.csv$/);
    expect(what).toEqual({ of: 'list', ask: { handle: 'h1', columns: ['displayName', 'catalog'] } });
  });

  it('keeps what was typed when the file is there already', async () => {
    const refusal = new Refusal('file_exists', 'It exists already; name another file.');
    showScreen(fakeBackend({ save_export: () => Promise.reject(refusal) }), ExportList, given);
    await open();
    const file = screen.getByLabelText<HTMLInputElement>(/File/);
    await userEvent.clear(file);
    await userEvent.type(file, 'mine.csv{Enter}');
    expect(await screen.findByText('It exists already; name another file.')).toBeTruthy();
    expect(file.value).toBe('mine.csv');
  });

  it('that lasts says how far it is and can be stopped, which is no mistake', async () => {
    let giveUp: (refusal: Refusal) => void = () => undefined;
    const backend = fakeBackend({
      save_export: () => new Promise((_, reject) => (giveUp = reject)),
      show_work: () => ({
        rows: [{ number: 7, command: 'save_export', done: 400, total: 1000, mayStop: true }],
      }),
      stop_work: () => {
        giveUp(new Refusal('stopped', 'It was stopped, and nothing of it stays.'));
        return { wasUnderWay: true };
      },
    });
    showScreen(backend, ExportList, given);
    await open();
    await userEvent.type(screen.getByLabelText(/File/), '{Enter}');
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(await screen.findByText('400 of 1,000', undefined, { timeout: 5_000 })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('It was stopped, and nothing of it stays.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(backend.calls.find(({ command }) => command === 'stop_work')?.payload).toEqual({ number: 7 });
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('is stopped when its dialog is left', async () => {
    const backend = fakeBackend({
      save_export: () => new Promise(() => undefined),
      show_work: () => ({ rows: [{ number: 7, command: 'save_export', done: 0, total: null, mayStop: false }] }),
      stop_work: () => ({ wasUnderWay: true }),
    });
    showScreen(backend, ExportList, given);
    await open();
    await userEvent.type(screen.getByLabelText(/File/), '{Enter}');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await vi.waitFor(() => expect(backend.calls.some(({ command }) => command === 'stop_work')).toBe(true));
  });
});
