import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { OwnerAsk } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import EditResponsible from './EditResponsible.svelte';

const backend = () =>
  fakeBackend({
    list_people: () => ({
      rows: [{ id: 'p2', displayName: 'Omar Haddad', email: 'omar@example' }] as never,
      next: null,
    }),
    list_agents: () => ({ rows: [{ id: 'a2', displayName: 'Nightly exporter' }] as never, next: null }),
  });

function open(ownerPrincipals: { id: string; displayName: string }[] | undefined) {
  const onowners = vi.fn(async (_add: OwnerAsk[], _remove: OwnerAsk[]) => true);
  showScreen(backend(), EditResponsible, {
    open: true,
    title: 'Who answers for it',
    sponsors: [{ person: { id: 'p1', displayName: 'Aoife Byrne' }, group: null, isActive: true }],
    owners: [{ id: 'p1', displayName: 'Aoife Byrne' }],
    ownerPrincipals,
    onsponsors: async () => true,
    onowners,
    busy: false,
    refusal: undefined,
    onclose: () => undefined,
  });
  return onowners;
}

describe('who owns an agent', () => {
  it('may be another agent, which comes and goes beside the people', async () => {
    const onowners = open([{ id: 'a1', displayName: 'Old exporter' }]);
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: /Old exporter/ }));
    await userEvent.type(within(dialog).getByRole('combobox', { name: /Owners/ }), 'night');
    await userEvent.click(await screen.findByRole('option', { name: /Nightly exporter/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(onowners).toHaveBeenCalledWith([{ agentId: 'a2' }], [{ agentId: 'a1' }]);
  });

  it('is a person alone where the core takes no agents', async () => {
    open(undefined);
    await userEvent.click(await screen.findByRole('combobox', { name: /Owners/ }));
    expect(await screen.findByRole('option', { name: /Omar Haddad/ })).toBeTruthy();
    expect(screen.queryByRole('option', { name: /Nightly exporter/ })).toBeNull();
  });
});
