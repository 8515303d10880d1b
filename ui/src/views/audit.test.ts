import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { fakeBackend } from '../backend/fake';
import type { AuditVerification } from '../generated/contract';
import { showScreen } from '../showScreen';
import Audit from './Audit.svelte';

it('verifies the chain on demand, and says at which record it breaks', async () => {
  let answer: AuditVerification = { records: 188, isIntact: true, head: 'abc123', firstBroken: null };
  const backend = fakeBackend({
    open_list: () => ({ handle: 'h', count: 0, first: null }),
    read_list: () => ({ of: 'audit', rows: [] }),
    close_list: () => ({ wasOpen: true }),
    verify_audit: () => answer,
  });
  showScreen(backend, Audit);
  const verify = screen.getByRole('button', { name: 'Verify the chain' });
  expect(backend.calls.filter(({ command }) => command === 'verify_audit')).toEqual([]);
  await userEvent.click(verify);
  expect(await screen.findByText('188 records, all linked and unchanged')).toBeTruthy();
  expect(screen.getByText('abc123')).toBeTruthy();
  answer = { ...answer, isIntact: false, firstBroken: 17 };
  await userEvent.click(verify);
  expect(await screen.findByText('The chain breaks at record 17')).toBeTruthy();
});
