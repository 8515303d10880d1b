// Which page stands at which path. A screen is put here when it is made; a path without a screen is answered honestly with
// "this page does not exist".
import type { RouteDefinition } from 'svelte-spa-router';
import AccessPackagePage from './AccessPackagePage.svelte';
import AccessPackagesPage from './AccessPackagesPage.svelte';
import AccessPackageWizard from './AccessPackageWizard.svelte';
import Approvals from './Approvals.svelte';
import AssignmentPage from './AssignmentPage.svelte';
import AssignmentsPage from './AssignmentsPage.svelte';
import MyAccess from './MyAccess.svelte';
import NotFound from './NotFound.svelte';
import RequestPage from './RequestPage.svelte';
import RequestsPage from './RequestsPage.svelte';

export const routes: RouteDefinition = {
  '/my-access': MyAccess,
  '/approvals/:id?': Approvals,
  '/access-packages': AccessPackagesPage,
  '/access-packages/new': AccessPackageWizard,
  '/access-packages/:id': AccessPackagePage,
  '/requests': RequestsPage,
  '/requests/:id': RequestPage,
  '/assignments': AssignmentsPage,
  '/assignments/:id': AssignmentPage,
  '*': NotFound,
};
