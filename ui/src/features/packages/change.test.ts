import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { AccessPackageView, IncompatibleView, PolicyView, ResourceRoleRow } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import { PackageDraft } from './draft.svelte';
import EditPackageDialog from './EditPackageDialog.svelte';
import PackagePolicies from './PackagePolicies.svelte';
import PackageRoles from './PackageRoles.svelte';
import Separation from './Separation.svelte';

const role = (id: string, name: string): ResourceRoleRow => ({
  id,
  resourceId: id,
  right: { kind: 'groupMembership', originId: id, originName: name, roleId: null, roleName: 'Member', weight: 1 },
  isOpenToAgents: true,
  closedBecause: null,
  closedBecauseSaying: null,
});

const policy: PolicyView = {
  id: 'policy',
  displayName: 'A day and a half',
  scope: 'specificDirectoryServicePrincipals',
  specificTargets: [],
  specificTargetGroups: [{ id: 'g1', displayName: 'Finance agents' }],
  requestorSettings: {
    enableTargetsToSelfAddAccess: false,
    enableTargetsToSelfUpdateAccess: true,
    enableTargetsToSelfRemoveAccess: true,
    allowCustomAssignmentSchedule: true,
    enableOnBehalfRequestorsToAddAccess: true,
    enableOnBehalfRequestorsToUpdateAccess: true,
    enableOnBehalfRequestorsToRemoveAccess: true,
    onBehalfRequestors: [],
  },
  questions: [],
  stages: [],
  expiration: { type: 'afterDuration', duration: 'PT36H' },
  extension: 'notAllowed',
  isRequestorJustificationRequired: false,
  isEnabled: true,
  isAssignmentNotificationDisabled: true,
};

const view: AccessPackageView = {
  accessPackage: {
    id: 'package',
    displayName: 'Closing',
    description: '',
    catalog: { id: 'catalog', displayName: 'Finance' },
    isHidden: false,
    resourceRoles: 2,
    policies: 1,
    assignments: 3,
  },
  resourceRoles: [role('r1', 'Ledger'), role('r2', 'Archive')],
  policies: [policy],
  deletedAt: null,
  may: ['remove_package_role', 'add_package_roles', 'disable_policy', 'delete_policy', 'update_policy'],
};

describe('what a package grants', () => {
  it('is taken out only after it was said how many agents lose it', async () => {
    const remove = vi.fn(() => view);
    showScreen(fakeBackend({ remove_package_role: remove }), PackageRoles, { view });
    await userEvent.click(screen.getByRole('button', { name: 'Take Ledger out' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText(/The 3 agents that hold this package lose it at once/)).toBeTruthy();
    expect(remove).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take out' }));
    expect(remove).toHaveBeenCalledWith({ accessPackageId: 'package', resourceRoleId: 'r1' });
  });
});

describe('the name and description of a package', () => {
  /** The core refuses a description; its sentence names it in words of its own. */
  const refusing = (field?: string) => () => {
    const saying = { code: 'text_too_long', case: null, values: {}, ...(field ? { field } : {}) };
    throw new Refusal('text_too_long', 'Der Name der Beschreibung ist zu lang.', null, saying);
  };

  async function save(field?: string): Promise<void> {
    const backend = fakeBackend({ update_access_package: refusing(field) });
    showScreen(backend, EditPackageDialog, { open: true, row: view.accessPackage });
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
  }

  it('show a refusal at the field that it speaks of, whatever words it uses', async () => {
    await save('description');
    const field = await screen.findByRole('textbox', { name: 'Description' });
    await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByRole('textbox', { name: /^Name/ }).getAttribute('aria-invalid')).not.toBe('true');
    expect(screen.getAllByText('Der Name der Beschreibung ist zu lang.')).toHaveLength(1);
  });

  it('show one that speaks of no field beside the buttons', async () => {
    await save();
    const told = await screen.findByText('Der Name der Beschreibung ist zu lang.');
    expect(told.closest('[role="alert"]')).toBeTruthy();
    for (const field of screen.getAllByRole('textbox')) expect(field.getAttribute('aria-invalid')).not.toBe('true');
  });
});

describe('a policy', () => {
  it('stays when the core refuses to delete it, and the dialog says why', async () => {
    const refuse = () => {
      throw new Refusal('policy_in_use', '2 assignments stand under this policy.');
    };
    showScreen(fakeBackend({ delete_policy: refuse }), PackagePolicies, { view });
    await userEvent.click(screen.getByRole('button', { name: 'More about A day and a half' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    const dialog = await screen.findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await within(dialog).findByText('2 assignments stand under this policy.')).toBeTruthy();
  });

  it('that is worded anew keeps what no field shows', () => {
    const draft = new PackageDraft();
    draft.takeOver(policy);
    expect(draft.policy).toMatchObject({
      displayName: 'A day and a half',
      specificTargetGroups: ['g1'],
      requestorSettings: { enableTargetsToSelfAddAccess: false },
      expiration: { type: 'afterDuration', duration: 'PT36H' },
      isAssignmentNotificationDisabled: true,
    });
    draft.days = 2;
    expect(draft.policy.expiration).toEqual({ type: 'afterDuration', duration: 'P2D' });
  });
});

describe('separation of duties', () => {
  it('shows what excludes the package, the other way round, and who holds both', async () => {
    const incompatible: IncompatibleView = {
      accessPackage: { id: 'package', displayName: 'Closing' },
      accessPackages: [
        {
          accessPackage: { id: 'p2', displayName: 'Vendor set-up' },
          since: '2026-01-05T08:00:00.000Z',
          isMutual: true,
          doubleHolders: 1,
        },
      ],
      groups: [],
      incompatibleWith: [],
      may: ['add_incompatible', 'remove_incompatible'],
    };
    const held = {
      agent: { id: 'a1', displayName: 'Invoice Matcher' },
      accessPackage: incompatible.accessPackage,
      assignmentId: 'x',
      since: '2026-01-01T08:00:00.000Z',
      until: null,
      incompatibleAccessPackage: { id: 'p2', displayName: 'Vendor set-up' },
      incompatibleGroup: null,
      incompatibleAssignmentId: 'y',
      incompatibleSince: '2026-01-01T08:00:00.000Z',
      incompatibleUntil: null,
      how: 'beforeRule' as const,
    };
    const backend = fakeBackend({
      list_incompatible: () => incompatible,
      list_double_holders: () => ({ rows: [held], csv: '' }),
    });
    showScreen(backend, Separation, { accessPackageId: 'package', name: 'Closing' });
    expect(await screen.findByRole('link', { name: 'Vendor set-up' })).toBeTruthy();
    expect(screen.getByText('Both ways')).toBeTruthy();
    expect(await screen.findByText(/held before the rule/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save as CSV' })).toBeTruthy();
  });
});
