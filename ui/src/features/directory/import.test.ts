import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { ImportReport } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import DirectoryImport from './DirectoryImport.svelte';

const report = (more: Partial<ImportReport>): ImportReport => ({
  isDryRun: true,
  added: 0,
  changed: 0,
  unchanged: 0,
  changes: [],
  problems: [],
  ...more,
});
const people = new File(['email,name\nruth@example.com,Ruth\n'], 'people.csv', { type: 'text/csv' });
const choose = (...files: File[]) =>
  userEvent.upload(screen.getByLabelText('Choose files', { selector: 'input' }), files);

describe('an import', () => {
  it('shows the difference first and writes only when it is confirmed', async () => {
    const changes = [{ kind: 'person', id: 'p1', displayName: 'Ruth', change: 'added', fields: [] }];
    const backend = fakeBackend({
      import_directory: ({ dryRun }) => report({ isDryRun: dryRun ?? false, added: 1, changes }),
    });
    showScreen(backend, DirectoryImport);
    await choose(people);
    expect(await screen.findByText('1 change is ready')).toBeTruthy();
    expect(backend.calls[0]?.payload).toEqual({
      files: [{ name: 'people.csv', text: 'email,name\nruth@example.com,Ruth\n' }],
      dryRun: true,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Import now' }));
    expect(await screen.findByText('The import is done')).toBeTruthy();
    expect(backend.calls[1]?.payload).not.toHaveProperty('dryRun');
  });

  it('names every problem by file and line, and then cannot be confirmed', async () => {
    const problems = [{ file: 'people.csv', line: 3, reason: 'The address is missing; write one.' }];
    showScreen(fakeBackend({ import_directory: () => report({ problems }) }), DirectoryImport);
    await choose(people);
    expect(await screen.findByText('1 problem: nothing can be imported')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Import now' })).toBeNull();
  });

  it('takes the newer one of two files with one name, and asks again when one is taken out', async () => {
    const backend = fakeBackend({ import_directory: () => report({ unchanged: 1 }) });
    showScreen(backend, DirectoryImport);
    await choose(people);
    await screen.findByText(/Nothing to import/);
    await choose(new File(['mended'], 'people.csv'), new File(['{}'], 'groups.json'));
    await vi.waitFor(() => expect(backend.calls).toHaveLength(2));
    expect(backend.calls[1]?.payload).toMatchObject({
      files: [
        { name: 'people.csv', text: 'mended' },
        { name: 'groups.json', text: '{}' },
      ],
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove groups.json' }));
    await vi.waitFor(() => expect(backend.calls).toHaveLength(3));
    expect(backend.calls[2]?.payload).toMatchObject({ files: [{ name: 'people.csv' }] });
  });
});
