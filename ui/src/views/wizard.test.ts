import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../backend/fake';
import { Refusal } from '../backend/refusal';
import type { CatalogRow, ResourceRoleRow, Saying } from '../generated/contract';
import { announcer } from '../shared/notices/announcer.svelte';
import { showScreen } from '../showScreen';
import AccessPackageWizard from './AccessPackageWizard.svelte';

const catalog = { id: 'catalog', displayName: 'Finance', description: '' } as CatalogRow;
const role: ResourceRoleRow = {
  id: 'role',
  resourceId: 'group',
  right: { kind: 'groupMembership', originId: 'g', originName: 'Ledger', roleId: null, roleName: 'Member', weight: 1 },
  isOpenToAgents: true,
  closedBecause: null,
  closedBecauseSaying: null,
};

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const next = () => press('Next');

/** Through all steps to the review, and asks for the package; the core refuses it so. */
async function refused(message: string, place: Pick<Saying, 'field' | 'within'>, values: Saying['values'] = {}) {
  const create = vi.fn((): never => {
    throw new Refusal('refused', message, null, { code: 'refused', case: null, values, ...place });
  });
  const backend = fakeBackend({
    create_catalog: () => catalog,
    list_catalogs: () => ({ rows: [catalog] }),
    list_resource_roles: () => ({ rows: [role] }),
    create_access_package: create,
  });
  showScreen(backend, AccessPackageWizard);
  await press('New catalog');
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/Catalog name/), 'Finance');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create catalog' }));
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await userEvent.type(screen.getByLabelText(/^Name/), 'Closing');
  await next();
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Group membership' }));
  await next();
  await next();
  await next();
  await userEvent.click(screen.getByRole('combobox', { name: 'Kind of approver 1' }));
  await userEvent.keyboard('{End}{Enter}');
  await next();
  await next();
  await screen.findByRole('button', { name: 'Create access package' });
  await press('Create access package');
  await vi.waitFor(() => expect(create).toHaveBeenCalled());
}

const step = () => screen.getByRole('heading', { level: 2 }).textContent;
/** What a screen reader says that is on the element with the focus. */
const described = () =>
  (document.activeElement?.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' ');

describe('a package that the core refuses', () => {
  it('is shown at the field of the step that asks for it, with the focus there and the step announced', async () => {
    await refused('The description has 5000 characters.', { field: 'description' });
    await vi.waitFor(() => expect(step()).toBe('Basics'));
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/Description/)));
    expect(described()).toContain('5000 characters');
    expect(announcer.lines.at(-1)?.text).toBe('Step 1 of 7: Basics');
    expect(screen.getAllByText('The description has 5000 characters.')).toHaveLength(1);
  });

  it('is shown at the approver of the stage, by name or by relation', async () => {
    const place = { field: 'policies', within: ['stages', 'primaryApprovers'] };
    await refused('Stage 1 asks the same manager.', place, { stage: 1 });
    await vi.waitFor(() => expect(step()).toBe('Approval'));
    const kind = screen.getByRole('combobox', { name: /Kind of approver 1/ });
    await vi.waitFor(() => expect(document.activeElement).toBe(kind));
    expect(described()).toContain('the same manager');
  });

  it('is shown at the chosen ending when it is about extending', async () => {
    await refused('Access that never ends can’t be extended.', { field: 'policies', within: ['extension'] });
    await vi.waitFor(() => expect(step()).toBe('Ending and extension'));
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('type')).toBe('radio'));
    expect(described()).toContain('can’t be extended');
  });

  it('is shown in the review when the review asks for it', async () => {
    announcer.say('before');
    await refused('The name is too long.', { field: 'policies', within: ['displayName'] });
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/policy/i)));
    expect(step()).toBe('Review');
    expect(announcer.lines.at(-1)?.text).not.toContain('Step');
  });

  it('stays beside the button when it speaks of no field', async () => {
    await refused('The workspace is full.', {});
    expect((await screen.findByRole('alert')).textContent).toContain('The workspace is full.');
    expect(step()).toBe('Review');
  });
});

describe('what a step finds missing', () => {
  it('is said until it is there', async () => {
    showScreen(
      fakeBackend({ list_catalogs: () => ({ rows: [catalog] }), create_catalog: () => catalog }),
      AccessPackageWizard,
    );
    await next();
    const name = screen.getByLabelText(/^Name/);
    await vi.waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'));
    await userEvent.type(name, 'Closing');
    expect(name.getAttribute('aria-invalid')).not.toBe('true');
    expect(screen.getByText('Choose a catalog, or make one.')).toBeTruthy();
  });
});
