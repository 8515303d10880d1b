import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { DoubleHolderRow, ReportAsk } from '../../generated/contract';
import { setLanguage } from '../../shared/i18n';
import { showScreen } from '../../showScreen';
import MonthDocument from './MonthDocument.svelte';
import Report from './Report.svelte';

const now = '2026-03-01T08:00:00.000Z';

const held: DoubleHolderRow = {
  agent: { id: 'a1', displayName: 'Invoice Matcher' },
  accessPackage: { id: 'k1', displayName: 'Payment preparation' },
  assignmentId: 's1',
  since: '2026-01-05T08:00:00.000Z',
  until: null,
  incompatibleAccessPackage: { id: 'k2', displayName: 'Vendor set-up' },
  incompatibleGroup: null,
  incompatibleAssignmentId: null,
  incompatibleSince: '2026-01-01T08:00:00.000Z',
  incompatibleUntil: null,
  how: 'againstRule',
};

describe('the report of incompatible access', () => {
  it('names both sides of every pair, warns of what came against a rule, and is saved as it stands', async () => {
    const backend = fakeBackend({
      show_report: () => ({ report: 'packageAssignments', columns: [], rows: [], csv: '' }) as never,
      list_double_holders: () => ({ rows: [held], csv: '' }),
      save_export: () => ({ file: 'x.csv' }) as never,
    });
    showScreen(backend, Report, { now });
    await userEvent.click(await screen.findByRole('combobox', { name: /Report/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Incompatible access held together' }));
    expect(await screen.findByText(/Payment preparation, and Vendor set-up · came against the rule/)).toBeTruthy();
    expect(screen.getByText(/Some access came although the rule stood against it/)).toBeTruthy();
    expect(screen.queryByRole('combobox', { name: /Agent/ }), 'pairs are of packages').toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Save as CSV' }));
    expect(backend.calls.at(-1)?.payload).toEqual({
      file: 'doubleHolders-20260301080000.csv',
      what: { of: 'doubleHolders', ask: { accessPackageId: undefined } },
    });
  });
});

describe('documents', () => {
  afterEach(() => setLanguage('en'));

  const backendOf = () =>
    fakeBackend({
      show_report: () => ({ report: 'packageAssignments', columns: [], rows: [], csv: '' }) as never,
      list_agents: () => ({ rows: [{ id: 'a1', displayName: 'Invoice Matcher' }], next: null }) as never,
      list_access_packages: () => ({ rows: [{ id: 'k1', displayName: 'Payments' }], next: null }) as never,
      save_export: () => ({ file: '/w/exports/x.pdf', rows: 2 }),
    });

  it('of a month are saved in the language of the window; the present month stands first', async () => {
    const backend = backendOf();
    setLanguage('de');
    showScreen(backend, MonthDocument, { now });
    await userEvent.click(screen.getByRole('combobox', { name: /Monat/ }));
    const offered = await screen.findAllByRole('option');
    expect(offered.length).toBe(24);
    await userEvent.click(offered[3] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: 'Als PDF speichern' }));
    const call = backend.calls.at(-1);
    expect(call?.command).toBe('save_export');
    expect(call?.payload).toMatchObject({
      file: expect.stringMatching(/^month-2025-12-.*\.pdf$/),
      what: { of: 'monthDocument', ask: { month: '2025-12', language: 'de' } },
    });
  });

  it('of a month say why none was made', async () => {
    const backend = fakeBackend({
      save_export: () => {
        throw new Refusal('file_exists', 'It exists already.');
      },
    });
    showScreen(backend, MonthDocument, { now });
    await userEvent.click(screen.getByRole('button', { name: 'Save as PDF' }));
    expect(await screen.findByText(/It exists already/)).toBeTruthy();
  });

  it('are offered beside the report of one agent', async () => {
    const backend = backendOf();
    showScreen(backend, Report, { now, mayDocument: true });
    expect(screen.queryByRole('button', { name: 'Save as PDF' }), 'nothing is chosen yet').toBeNull();
    await userEvent.click(await screen.findByRole('combobox', { name: /Report/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Access of an agent' }));
    await userEvent.click(screen.getByRole('combobox', { name: /Agent/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Invoice Matcher' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save as PDF' }));
    expect(backend.calls.at(-1)?.payload).toMatchObject({
      what: { of: 'agentDocument', ask: { agentId: 'a1', language: 'en' } },
    });
  });

  it('are offered beside the report of one package to whoever may see what excludes it', async () => {
    const backend = backendOf();
    showScreen(backend, Report, { now, mayDocument: true });
    await userEvent.click(screen.getByRole('combobox', { name: /Access package/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Payments' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Save as PDF' }));
    expect(backend.calls.at(-1)?.payload).toMatchObject({
      what: { of: 'accessPackageDocument', ask: { accessPackageId: 'k1' } },
    });
  });
});

describe('a report', () => {
  it('is narrowed to a state, and forgets it with another report', async () => {
    const asked: ReportAsk[] = [];
    const backend = fakeBackend({
      show_report: ({ ask }) => {
        asked.push(ask);
        return { columns: [], rows: [], sayings: {}, csv: '' };
      },
    });
    showScreen(backend, Report, { now });
    await userEvent.click(await screen.findByRole('combobox', { name: /State/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Over' }));
    await expect.poll(() => asked.at(-1)?.state).toBe('expired');
    await userEvent.click(screen.getByRole('combobox', { name: /Report/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Access outside packages' }));
    await expect.poll(() => asked.at(-1)?.report).toBe('outsidePackages');
    expect(asked.at(-1)?.state).toBeUndefined();
    expect(screen.queryByRole('combobox', { name: /State/ })).toBeNull();
  });
});
