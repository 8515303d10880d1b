import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { DoubleHolderRow } from '../../generated/contract';
import { showScreen } from '../../showScreen';
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
