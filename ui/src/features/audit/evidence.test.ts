import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { CheckpointAnswer, CheckpointView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import CheckpointDialog from './CheckpointDialog.svelte';
import ExportHistory from './ExportHistory.svelte';

const made: CheckpointView = {
  records: 188,
  madeAt: '2026-03-05T08:00:00Z',
  head: 'ab',
  words: ['ability', 'zoo', 'lamp', 'river', 'stone', 'wheat'],
  publicKey: 'cd',
  qr: ['10', '01'],
  line: 'CHAPERONE:1:188',
  text: 'Checkpoint',
  file: null,
};

describe('a checkpoint', () => {
  it('is shown as six words and a code once it was made', async () => {
    const backend = fakeBackend({ make_checkpoint: () => made });
    showScreen(backend, CheckpointDialog);
    await userEvent.click(screen.getByRole('button', { name: 'Checkpoint' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Make a checkpoint' }));
    expect(await screen.findByText('ability zoo lamp river stone wheat')).toBeTruthy();
    const code = screen.getByRole('img', { name: 'QR code of the checkpoint' });
    expect(code.querySelector('path')?.getAttribute('d')).toBe('M4 4h1v1h-1zM5 5h1v1h-1z');
  });

  it('that was noted down is held against the history, and what does not fit is said', async () => {
    const answer: CheckpointAnswer = {
      verdict: 'truncated',
      holds: false,
      sentence: 'The history was cut off.',
      saying: { code: 'truncated', case: null, values: { records: 188 } },
      records: 188,
      madeAt: null,
      publicKey: null,
      isOwnKey: null,
    };
    const backend = fakeBackend({ verify_checkpoint: () => answer });
    showScreen(backend, CheckpointDialog);
    await userEvent.click(screen.getByRole('button', { name: 'Checkpoint' }));
    const compare = await screen.findByRole('button', { name: 'Compare' });
    await userEvent.click(compare);
    expect(backend.calls).toEqual([]);
    await userEvent.type(screen.getByLabelText(/What was noted down/), 'ability zoo');
    await userEvent.click(compare);
    expect(await screen.findByText('The history is not as it was')).toBeTruthy();
    expect(screen.getByText('The history was cut off.')).toBeTruthy();
    expect(backend.calls[0]?.payload).toEqual({ checkpoint: 'ability zoo' });
  });
});

describe('an export', () => {
  const given = { now: '2026-03-05T08:00:00Z', list: { handle: 'h1' }, columns: ['seq', 'sentence'] };

  it('is what the list shows, unless another form is wanted', async () => {
    const backend = fakeBackend({ save_export: () => ({ file: '/w/exports/history.csv', rows: 12 }) });
    showScreen(backend, ExportHistory, given);
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.type(await screen.findByLabelText(/File/), '{Enter}');
    await vi.waitFor(() => expect(screen.getByText('12 rows were written')).toBeTruthy());
    expect(backend.calls[0]?.payload).toEqual({
      file: 'history-2026-03-05.csv',
      what: { of: 'list', ask: { handle: 'h1', columns: ['seq', 'sentence'] } },
    });
  });

  it('is written into a file of its form, and says where it is', async () => {
    const backend = fakeBackend({ save_export: () => ({ file: '/w/exports/history.jsonl', rows: 12 }) });
    showScreen(backend, ExportHistory, given);
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    const file = await screen.findByLabelText<HTMLInputElement>(/File/);
    screen.getByRole('combobox', { name: /Form/ }).focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(screen.getByRole('option', { name: /Lines of JSON/ })).toBeTruthy());
    await userEvent.click(screen.getByRole('option', { name: /Lines of JSON/ }));
    expect(file.value).toBe('history-2026-03-05.jsonl');
    await userEvent.type(file, '{Enter}');
    await vi.waitFor(() => expect(screen.getByText('12 rows were written')).toBeTruthy());
    expect(screen.getByText('/w/exports/history.jsonl')).toBeTruthy();
    expect(backend.calls[0]?.payload).toMatchObject({
      file: 'history-2026-03-05.jsonl',
      what: { of: 'audit', ask: { form: 'jsonLines' } },
    });
  });
});
