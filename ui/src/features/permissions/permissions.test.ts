import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend, type Handlers } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type {
  AgentPermissionRow,
  AgentPermissions as AgentView,
  Applications,
  BlueprintPermissionRow,
  BlueprintPermissions as BlueprintView,
  RightView,
} from '../../generated/contract';
import { showScreen } from '../../showScreen';
import AgentPermissions from './AgentPermissions.svelte';
import BlueprintPermissions from './BlueprintPermissions.svelte';
import InheritableList from './InheritableList.svelte';

const right: RightView = {
  kind: 'appRole',
  originId: 'api1',
  originName: 'Ledger',
  roleId: 'role1',
  roleName: 'Invoices.Read.All',
  weight: 2,
};

const closed: RightView = { ...right, roleId: 'role2', roleName: 'Directory.ReadWrite.All' };

const applications = {
  rows: [
    {
      id: 'api1',
      displayName: 'Ledger',
      scopes: [],
      appRoles: [
        { id: 'role1', value: 'Invoices.Read.All', mayBeGrantedToAgents: true },
        { id: 'role2', value: 'Directory.ReadWrite.All', mayBeGrantedToAgents: false },
      ],
    },
    { id: 'api2', displayName: 'Mailroom', scopes: [], appRoles: [] },
  ],
} as unknown as Applications;

describe('the permissions of an agent', () => {
  const row: AgentPermissionRow = {
    right,
    isDeclared: true,
    isInheritable: false,
    isConsented: true,
    isDirect: true,
    accessPackages: [{ id: 'k1', displayName: 'Invoice matching' }],
    isEffective: true,
    sentence: 'It is given to this agent.',
    sayings: [{ code: 'isDirect', case: null, values: {} }],
    closedBecause: null,
    closedBecauseSaying: null,
  } as AgentPermissionRow;
  const view = (may: AgentView['may'], permissions: AgentPermissionRow[] = [row]): AgentView => ({
    agent: { id: 'a1', displayName: 'Invoice Matcher' },
    blueprint: { id: 'b1', displayName: 'Invoice matching' },
    at: '2026-03-01T08:00:00Z',
    isInForce: true,
    outOfForce: null,
    permissions,
    may,
  });
  const open = (may: AgentView['may'], handlers: Handlers = {}, permissions?: AgentPermissionRow[]) => {
    const backend = fakeBackend({
      show_agent_permissions: () => view(may, permissions),
      list_applications: () => applications,
      ...handlers,
    });
    showScreen(backend, AgentPermissions, { agentId: 'a1' });
    return backend;
  };

  it('say layer by layer why one reaches it', async () => {
    open([]);
    const line = within(await screen.findByRole('row', { name: /Invoices\.Read\.All/ }));
    const layers = line.getAllByRole('cell').map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim());
    expect(layers).toEqual([
      'DeclaredYes',
      'InheritableNo',
      'ConsentedYes',
      'This agentYes',
      'By packageInvoice matching',
      'EffectiveReaches',
    ]);
    expect(line.getByText('It is given to this agent.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Take back/ })).toBeNull();
    expect(screen.queryByText('Give a permission to this agent')).toBeNull();
  });

  it('say that there are none in any layer', async () => {
    open([], {}, []);
    expect(await screen.findByText('No API permission in any layer')).toBeTruthy();
  });

  it('are taken back only after it was said what goes', async () => {
    const revoke = vi.fn(() => view([]));
    open(['revoke_agent_permission'], { revoke_agent_permission: revoke });
    await userEvent.click(await screen.findByRole('button', { name: 'Take back Ledger: Invoices.Read.All' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText(/unless its blueprint or a package gives it too/)).toBeTruthy();
    expect(revoke).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take back' }));
    expect(revoke).toHaveBeenCalledWith({ agentId: 'a1', resource: 'api1', permission: 'role1', kind: 'appRole' });
  });

  it('are given by choice, and never what agents may not hold', async () => {
    const grant = vi.fn(() => view([]));
    open(['grant_agent_permission'], { grant_agent_permission: grant });
    await userEvent.type(await screen.findByRole('combobox', { name: 'API permission' }), 'ledger');
    const refused = await screen.findByRole('option', { name: /Directory\.ReadWrite\.All/ });
    expect(refused.getAttribute('aria-disabled')).toBe('true');
    expect(refused.textContent).toContain("Agents can't hold it");
    await userEvent.click(screen.getByRole('option', { name: /Invoices\.Read\.All/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Give' }));
    expect(grant).toHaveBeenCalledWith({ agentId: 'a1', resource: 'api1', permission: 'role1', kind: 'appRole' });
  });
});

const blueprintRow = {
  right,
  isDeclared: true,
  isInheritable: true,
  isConsented: false,
  consentedAt: null,
  consentedBy: null,
  closedBecause: null,
  closedBecauseSaying: null,
  flows: false,
} as BlueprintPermissionRow;

const blueprint = (given: Partial<BlueprintView> = {}): BlueprintView => ({
  blueprint: { id: 'b1', displayName: 'Invoice matching' },
  hasPrincipal: true,
  isInForce: true,
  agents: 3,
  permissions: [blueprintRow],
  inheritable: [],
  maxInheritable: 10,
  may: ['grant_consent', 'revoke_consent', 'withdraw_declaration', 'declare_permission'],
  ...given,
});

describe('the permissions of a blueprint', () => {
  const open = (view: BlueprintView, handlers: Handlers = {}) =>
    showScreen(fakeBackend({ list_applications: () => applications, ...handlers }), BlueprintPermissions, { view });

  it('are consented to one by one, and never what agents may not hold', async () => {
    const consent = vi.fn(() => blueprint());
    const barred = { ...blueprintRow, right: closed, closedBecause: 'It is on the block list.' };
    open(blueprint({ permissions: [blueprintRow, barred] }), { grant_consent: consent });
    expect(screen.getByText('It is on the block list.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Consent to Ledger: Directory/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Consent to Ledger: Invoices.Read.All' }));
    expect(consent).toHaveBeenCalledWith({ blueprintId: 'b1', resource: 'api1', permission: 'role1', kind: 'appRole' });
  });

  it('show a refusal where one consented', async () => {
    open(blueprint(), {
      grant_consent: () => {
        throw new Refusal('not_declared', 'The blueprint does not declare it.');
      },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Consent to Ledger: Invoices.Read.All' }));
    expect(await screen.findByText('The blueprint does not declare it.')).toBeTruthy();
  });

  it('lose a consent only after it was said how many agents lose what they inherit', async () => {
    const revoke = vi.fn(() => blueprint());
    open(blueprint({ permissions: [{ ...blueprintRow, isConsented: true, flows: true }] }), { revoke_consent: revoke });
    await userEvent.click(screen.getByRole('button', { name: 'Revoke the consent to Ledger: Invoices.Read.All' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText(/ends at once for the 3 agents of this blueprint/)).toBeTruthy();
    expect(revoke).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    expect(revoke).toHaveBeenCalledOnce();
  });

  it('take no consent without a principal, and say why', () => {
    open(blueprint({ hasPrincipal: false }));
    expect(screen.getByText(/has no principal in this directory/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Consent to/ })).toBeNull();
  });

  it('say that nothing flows while the family is switched off', () => {
    open(blueprint({ isInForce: false }));
    expect(screen.getByText(/nothing flows to its agents now/)).toBeTruthy();
  });
});

describe('the inheritable list', () => {
  const entry = {
    application: { id: 'api1', displayName: 'Ledger' },
    scopes: 'none',
    roles: 'allAllowed',
  } as BlueprintView['inheritable'][number];
  const may: BlueprintView['may'] = [
    'add_inheritable_permission',
    'update_inheritable_permission',
    'remove_inheritable_permission',
  ];
  const open = (given: Partial<BlueprintView>, handlers: Handlers = {}) =>
    showScreen(fakeBackend({ list_applications: () => applications, ...handlers }), InheritableList, {
      view: blueprint({ inheritable: [entry], may, ...given }),
    });

  it('changes one kind and leaves the other as it is', async () => {
    const update = vi.fn(() => blueprint());
    open({}, { update_inheritable_permission: update });
    const line = within(screen.getByText('Ledger').closest('li') ?? document.body);
    await userEvent.click(line.getByRole('checkbox', { name: 'Delegated permissions flow on' }));
    expect(update).toHaveBeenCalledWith({
      blueprintId: 'b1',
      resource: 'api1',
      scopes: 'allAllowed',
      roles: 'allAllowed',
    });
  });

  it('offers only APIs that it does not name yet', async () => {
    const add = vi.fn(() => blueprint());
    open({}, { add_inheritable_permission: add });
    await userEvent.click(screen.getByRole('combobox', { name: 'API' }));
    expect(await screen.findByRole('option', { name: 'Mailroom' })).toBeTruthy();
    expect(screen.queryByRole('option', { name: 'Ledger' })).toBeNull();
    await userEvent.click(screen.getByRole('option', { name: 'Mailroom' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add to the list' }));
    expect(add).toHaveBeenCalledWith({
      blueprintId: 'b1',
      resource: 'api2',
      scopes: 'allAllowed',
      roles: 'allAllowed',
    });
  });

  it('takes no more than it may name', () => {
    open({ maxInheritable: 1 });
    expect(screen.getByText(/as many as it may/)).toBeTruthy();
    expect(screen.queryByRole('combobox', { name: 'API' })).toBeNull();
  });

  it('loses an API only after it was said how many agents lose what they inherit', async () => {
    const remove = vi.fn(() => blueprint());
    open({}, { remove_inheritable_permission: remove });
    await userEvent.click(screen.getByRole('button', { name: 'Remove Ledger from the list' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText('What 3 agents inherit of Ledger ends at once.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
    expect(remove).toHaveBeenCalledWith({ blueprintId: 'b1', resource: 'api1' });
  });

  it('is only read by those who may not change it', () => {
    open({ may: [] });
    for (const box of screen.getAllByRole<HTMLInputElement>('checkbox')) expect(box.disabled).toBe(true);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
