// Which page stands at which path. A screen is put here when it is made; a path without a screen is answered honestly with
// "this page does not exist".
import type { RouteDefinition } from 'svelte-spa-router';
import wrap from 'svelte-spa-router/wrap';
import Home from './Home.svelte';
import NotFound from './NotFound.svelte';
import { palette } from '../shared/palette';
import type * as Pages from './pages';

const pages = (): Promise<typeof Pages> => import('./pages');

/** Fetches the script of all pages but the first, and the palette's, so that going there doesn't wait for it. */
export const fetchPages = (): void => void Promise.all([pages(), palette()]);

const later = (name: keyof typeof Pages) => wrap({ asyncComponent: async () => ({ default: (await pages())[name] }) });

/** The page for a projector, which stands alone: the root shows it without the frame. */
export const PRESENT = '/training/present';

export const routes: RouteDefinition = {
  '/': Home,
  '/notices': later('Notices'),
  '/my-agents': later('MyAgents'),
  '/agents': later('Agents'),
  '/agents/:id': later('AgentDetail'),
  '/blueprints/:id/permissions': later('BlueprintPermissionsPage'),
  '/blueprints': later('Blueprints'),
  '/blueprints/:id': later('BlueprintDetail'),
  '/people': later('People'),
  '/people/rehearsal': later('RehearsalPage'),
  '/people/:id': later('PersonDetail'),
  '/directory': later('Directory'),
  '/directory/import': later('Import'),
  '/audit': later('Audit'),
  '/reports': later('Reports'),
  '/training': later('Training'),
  '/settings': later('Settings'),
  '/settings/doctor': later('DoctorPage'),
  '/settings/licences': later('Licences'),
  '/open': later('OpenOther'),
  '/my-access': later('MyAccess'),
  '/approvals/:id?': later('Approvals'),
  '/access-packages': later('AccessPackagesPage'),
  '/access-packages/new': later('AccessPackageWizard'),
  '/access-packages/:id': later('AccessPackagePage'),
  '/workflows': later('WorkflowsPage'),
  '/workflows/:id': later('WorkflowPage'),
  '/access-packages/:id/request': later('AccessPackageRequest'),
  '/catalogs': later('CatalogsPage'),
  '/catalogs/:id': later('CatalogPage'),
  '/requests': later('RequestsPage'),
  '/requests/:id': later('RequestPage'),
  '/assignments': later('AssignmentsPage'),
  '/assignments/:id': later('AssignmentPage'),
  '*': NotFound,
};
