import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { ImportedField, ImportReport } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import { keepFilesOut } from '../../shared/files';
import { announcer } from '../../shared/notices/announcer.svelte';
import DirectoryImport from './DirectoryImport.svelte';
import { handOn } from './dropped';

const report = (more: Partial<ImportReport>): ImportReport => ({
  isDryRun: true,
  added: 0,
  changed: 0,
  unchanged: 0,
  changes: [],
  same: [],
  problems: [],
  ...more,
});
const people = new File(['email,name\nruth@example.com,Ruth\n'], 'people.csv', { type: 'text/csv' });
const choose = (...files: File[]) =>
  userEvent.upload(screen.getByLabelText('Choose files', { selector: 'input' }), files);

/** What a browser tells the page while files are dragged over it. */
function drag(type: string, files: File[], types = ['Files']): Event {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
    dataTransfer: { types, files, dropEffect: 'none' },
  });
  document.body.dispatchEvent(event);
  return event;
}

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
    const problems = [
      {
        file: 'people.csv',
        line: 3,
        reason: 'The address is missing; write one.',
        saying: { code: 'x', case: null, values: {} },
      },
    ];
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

  it('shows new, changed and unchanged objects apart, each with its count', async () => {
    const row = (id: string, change: string, fields: ImportedField[] = []) => ({
      kind: 'person',
      id,
      displayName: id,
      change,
      fields,
    });
    const changes = [row('Ruth', 'added'), row('Ada', 'changed', [{ field: 'jobTitle', before: null, after: 'Head' }])];
    const same = [row('Ivo', 'unchanged')];
    showScreen(
      fakeBackend({ import_directory: () => report({ added: 1, changed: 1, unchanged: 1, changes, same }) }),
      DirectoryImport,
    );
    await choose(people);
    expect(await screen.findByRole('tab', { name: 'New 1' })).toBeTruthy();
    await userEvent.click(screen.getByRole('tab', { name: 'Changed 1' }));
    expect(screen.getByRole('columnheader', { name: 'What changes' })).toBeTruthy();
    expect(screen.getByText('Job title: nothing → Head')).toBeTruthy();
    await userEvent.click(screen.getByRole('tab', { name: 'The same 1' }));
    expect(screen.queryByRole('columnheader', { name: 'What changes' })).toBeNull();
    expect(announcer.lines.at(-1)?.text).toContain('Read people.csv. 1 new, 1 changed, 1 the same, 0 with a problem.');
  });

  it('takes files that are dropped anywhere on its page, and shows where while they are dragged', async () => {
    const backend = fakeBackend({ import_directory: () => report({ unchanged: 1 }) });
    showScreen(backend, DirectoryImport);
    drag('dragenter', []);
    expect(await screen.findByText('Drop to import')).toBeTruthy();
    expect(drag('dragover', []).defaultPrevented).toBe(true);
    drag('drop', [people, new File(['{}'], 'groups.json')]);
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    expect(backend.calls[0]?.payload).toMatchObject({ files: [{ name: 'people.csv' }, { name: 'groups.json' }] });
    expect(screen.queryByText('Drop to import')).toBeNull();
  });

  it('leaves alone a text that is dragged, which belongs into a field', async () => {
    const backend = fakeBackend({});
    showScreen(backend, DirectoryImport);
    drag('dragenter', [], ['text/plain']);
    expect(drag('drop', [], ['text/plain']).defaultPrevented).toBe(false);
    expect(screen.queryByText('Drop to import')).toBeNull();
  });

  it('begins with the files that were dropped on another page of the directory', async () => {
    handOn([people]);
    const backend = fakeBackend({ import_directory: () => report({ unchanged: 1 }) });
    const { unmount } = showScreen(backend, DirectoryImport);
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    unmount();
    showScreen(backend, DirectoryImport);
    expect(screen.queryByText('people.csv')).toBeNull();
  });

  it('says in one sentence why a file was not read, and keeps those that were', async () => {
    const backend = fakeBackend({ import_directory: () => report({ unchanged: 1 }) });
    showScreen(backend, DirectoryImport);
    const large = new File(['x'], 'large.csv');
    Object.defineProperty(large, 'size', { value: 250_000_000 });
    const latin = new File([new Uint8Array([0x4d, 0xfc, 0x6c, 0x6c])], 'latin.csv');
    const folder = new File([], 'folder');
    folder.arrayBuffer = () => Promise.reject(new Error('a folder'));
    drag('drop', [large, latin, folder, people]);
    expect(await screen.findByText('large.csv has 250 MB; a file has at most 100 MB, so split it.')).toBeTruthy();
    expect(screen.getByText(/^latin\.csv is no text in UTF-8/)).toBeTruthy();
    expect(screen.getByText(/^folder can’t be read/)).toBeTruthy();
    await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
    expect(backend.calls[0]?.payload).toMatchObject({ files: [{ name: 'people.csv' }] });
  });
});

describe('files dragged to where nobody takes them', () => {
  it('do not take the place of the page', () => {
    const over = keepFilesOut();
    const event = drag('drop', [people]) as DragEvent;
    expect(event.defaultPrevented).toBe(true);
    expect(event.dataTransfer?.dropEffect).toBe('none');
    over();
    expect(drag('drop', [people]).defaultPrevented).toBe(false);
  });
});
