import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { AgentRow, AgentView, HeldRight } from '../../generated/contract';
import { setLanguage } from '../../shared/i18n';
import { showScreen } from '../../showScreen';
import AgentAccess from './AgentAccess.svelte';
import AgentList from './AgentList.svelte';
import DisableAgent from './DisableAgent.svelte';
import Sponsors from './Sponsors.svelte';

const now = '2026-03-01T08:00:00Z';

const row: AgentRow = {
  id: 'a1',
  displayName: 'Invoice Matcher',
  blueprint: { id: 'b1', displayName: 'Invoice matching' },
  kind: 'agentIdentity',
  state: 'active',
  effectiveState: 'inForce',
  platform: null,
  tags: [],
  deletedAt: null,
  purgesAt: null,
  sponsors: [{ person: { id: 'p1', displayName: 'Aoife Byrne' }, group: null, isActive: true }],
  assignments: 2,
  nextEndAt: '2026-03-15T08:00:00Z',
};

describe('the list of agents', () => {
  const backendOf = (count: number) =>
    fakeBackend({
      open_list: () => ({ handle: 'h', count, first: null }),
      read_list: () => ({ of: 'agents', rows: [row] }),
      close_list: () => ({ wasOpen: true }),
    });

  it('says what an agent holds only where the core tells it', async () => {
    const { unmount } = showScreen(backendOf(1), AgentList, { showsAccess: true, now });
    expect(await screen.findByRole('columnheader', { name: /Next end/ })).toBeTruthy();
    unmount();
    showScreen(backendOf(1), AgentList, { showsAccess: false, now });
    await screen.findByRole('columnheader', { name: /Sponsors/ });
    expect(screen.queryByRole('columnheader', { name: /Next end/ })).toBeNull();
  });

  it('says what to do when there is nothing', async () => {
    showScreen(backendOf(0), AgentList, { showsAccess: true, now, importHref: '#/directory/import' });
    expect((await screen.findByRole('link', { name: 'Import' })).getAttribute('href')).toBe('#/directory/import');
  });

  it('changes every agent that is listed, in as many steps as it takes, and names those that were refused', async () => {
    const listed = Array.from({ length: 700 }, (_, index) => ({ ...row, id: `a${index}` }));
    const backend = fakeBackend({
      open_list: () => ({ handle: 'h', count: listed.length, first: null }),
      read_list: ({ from, count }) => ({ of: 'agents', rows: listed.slice(from, from + count) }),
      close_list: () => ({ wasOpen: true }),
      change_agents: ({ agentIds }) => {
        const results = agentIds.map((id) => ({
          id,
          displayName: `Agent ${id}`,
          state: null,
          isDone: id !== 'a600',
          code: id === 'a600' ? 'held' : null,
          message: id === 'a600' ? 'An administrator holds it.' : null,
          saying: id === 'a600' ? { code: 'held', case: null, values: {} } : null,
        }));
        const refused = results.filter((one) => !one.isDone).length;
        return { results, done: results.length - refused, refused };
      },
    });
    showScreen(backend, AgentList, { showsAccess: true, now });
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose row 1' }));
    await userEvent.click(screen.getByRole('button', { name: 'Choose all 700 that are listed' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose row 2' }));
    await userEvent.click(screen.getByRole('button', { name: 'Disable' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Disable 699 agents?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Disable' }));
    expect(await dialog.findByText('698 agents were changed')).toBeTruthy();
    expect(dialog.getByText('Agent a600: An administrator holds it.')).toBeTruthy();
    const asked = backend.calls.filter(({ command }) => command === 'change_agents');
    const ids = asked.flatMap(({ payload }) => (payload as { agentIds: string[] }).agentIds);
    expect(asked.length, 'one command takes 500').toBe(2);
    expect([ids.length, ids.includes('a1')], 'the one that was left out stays as it is').toEqual([699, false]);
  });

  it('asks for my own agents', async () => {
    const backend = backendOf(0);
    showScreen(backend, AgentList, { mine: true, showsAccess: true, now });
    await screen.findByText('You answer for no agent');
    expect(backend.calls[0]?.payload).toMatchObject({ list: { of: 'agents', filter: { mine: true } } });
  });
});

describe('sponsors', () => {
  it('are marked when no active human stands behind any of them', () => {
    showScreen(fakeBackend(), Sponsors, {
      sponsors: [{ person: { id: 'p1', displayName: 'Aoife Byrne' }, group: null, isActive: false }],
    });
    expect(screen.getByText('No active sponsor')).toBeTruthy();
    expect(screen.getByText('(left)')).toBeTruthy();
  });
});

describe('access', () => {
  it('says for each right what gives it and until when, and why on demand', async () => {
    const held: HeldRight = {
      right: {
        kind: 'appRole',
        originId: 'app1',
        originName: 'Ledger',
        roleId: 'role1',
        roleName: 'Invoices.Match.All',
        weight: 3,
      },
      source: 'assignment',
      assignmentId: 's1',
      blueprint: null,
      accessPackage: { id: 'k1', displayName: 'Invoice matching' },
      startsAt: '2026-02-01T08:00:00Z',
      endsAt: '2026-03-15T08:00:00Z',
      why: 'By the package Invoice matching.',
    };
    const backend = fakeBackend({
      list_access: () => ({
        agent: { id: 'a1', displayName: 'Invoice Matcher' },
        at: now,
        isInForce: true,
        outOfForce: null,
        rights: [held],
      }),
      explain_access: () => ({
        answer: {
          isAllowed: true,
          code: 'allowed',
          sentence: 'By the package.',
          saying: {
            code: 'allowed',
            case: 'package',
            values: { package: 'Invoice matching', end: { instant: held.endsAt ?? '' } },
          },
          at: now,
          until: held.endsAt,
        },
        right: held.right,
        why: [],
        whyNot: [],
        grants: [held],
        packages: [],
      }),
    });
    showScreen(backend, AgentAccess, { agentId: 'a1', agentName: 'Invoice Matcher', now });
    expect(await screen.findByText('in 14 days')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Invoice matching' }).getAttribute('href')).toBe('#/assignments/s1');
    await userEvent.click(screen.getByRole('button', { name: 'Why? Ledger' }));
    expect(await screen.findByText('By the package.')).toBeTruthy();
    expect(backend.calls.find(({ command }) => command === 'explain_access')?.payload).toEqual({
      agentId: 'a1',
      resource: 'app1',
      role: 'role1',
    });
    setLanguage('de');
    expect(await screen.findByText(/Erlaubt durch das Paket Invoice matching bis:/)).toBeTruthy();
    setLanguage('en');
  });
});

describe('disabling an agent', () => {
  const props = { open: true, agentId: 'a1', name: 'Invoice Matcher', holds: true, assignments: 2 };

  it('says before that it will be held, and keeps the refusal in the dialog', async () => {
    const backend = fakeBackend({
      disable_agent: () => {
        throw new Refusal('already_disabled', 'This agent is disabled already.');
      },
    });
    showScreen(backend, DisableAgent, props);
    expect(await screen.findByText(/only an administrator can enable it again/)).toBeTruthy();
    expect(screen.getByText(/Its 2 assignments stay on record/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Disable' }));
    expect((await screen.findByRole('alert')).textContent).toContain('This agent is disabled already.');
  });

  it('hands on the reason and closes', async () => {
    const backend = fakeBackend({
      disable_agent: () => ({ agent: { ...row, state: 'held' } }) as unknown as AgentView,
    });
    showScreen(backend, DisableAgent, props);
    await userEvent.type(await screen.findByLabelText('Reason'), 'It went wild.');
    await userEvent.click(screen.getByRole('button', { name: 'Disable' }));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls[0]?.payload).toEqual({ agentId: 'a1', justification: 'It went wild.' });
  });
});
