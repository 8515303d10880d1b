// Which page stands at which path. A screen is put here when it is made; a path without a screen is answered honestly with
// "this page does not exist".
import type { RouteDefinition } from 'svelte-spa-router';
import AccessPackagePage from './AccessPackagePage.svelte';
import AccessPackagesPage from './AccessPackagesPage.svelte';
import AccessPackageWizard from './AccessPackageWizard.svelte';
import AgentDetail from './AgentDetail.svelte';
import Agents from './Agents.svelte';
import AccessPackageRequest from './AccessPackageRequest.svelte';
import Approvals from './Approvals.svelte';
import AssignmentPage from './AssignmentPage.svelte';
import AssignmentsPage from './AssignmentsPage.svelte';
import Audit from './Audit.svelte';
import BlueprintPermissionsPage from './BlueprintPermissionsPage.svelte';
import CatalogPage from './CatalogPage.svelte';
import CatalogsPage from './CatalogsPage.svelte';
import BlueprintDetail from './BlueprintDetail.svelte';
import Blueprints from './Blueprints.svelte';
import Directory from './Directory.svelte';
import DoctorPage from './DoctorPage.svelte';
import Home from './Home.svelte';
import Import from './Import.svelte';
import Licences from './Licences.svelte';
import MyAccess from './MyAccess.svelte';
import MyAgents from './MyAgents.svelte';
import NotFound from './NotFound.svelte';
import Notices from './Notices.svelte';
import OpenOther from './OpenOther.svelte';
import People from './People.svelte';
import PersonDetail from './PersonDetail.svelte';
import RehearsalPage from './RehearsalPage.svelte';
import Reports from './Reports.svelte';
import RequestPage from './RequestPage.svelte';
import RequestsPage from './RequestsPage.svelte';
import Settings from './Settings.svelte';
import Training from './Training.svelte';
import WorkflowPage from './WorkflowPage.svelte';
import WorkflowsPage from './WorkflowsPage.svelte';

/** The page for a projector, which stands alone: the root shows it without the frame. */
export const PRESENT = '/training/present';

export const routes: RouteDefinition = {
  '/': Home,
  '/notices': Notices,
  '/my-agents': MyAgents,
  '/agents': Agents,
  '/agents/:id': AgentDetail,
  '/blueprints/:id/permissions': BlueprintPermissionsPage,
  '/blueprints': Blueprints,
  '/blueprints/:id': BlueprintDetail,
  '/people': People,
  '/people/rehearsal': RehearsalPage,
  '/people/:id': PersonDetail,
  '/directory': Directory,
  '/directory/import': Import,
  '/audit': Audit,
  '/reports': Reports,
  '/training': Training,
  '/settings': Settings,
  '/settings/doctor': DoctorPage,
  '/settings/licences': Licences,
  '/open': OpenOther,
  '/my-access': MyAccess,
  '/approvals/:id?': Approvals,
  '/access-packages': AccessPackagesPage,
  '/access-packages/new': AccessPackageWizard,
  '/access-packages/:id': AccessPackagePage,
  '/workflows': WorkflowsPage,
  '/workflows/:id': WorkflowPage,
  '/access-packages/:id/request': AccessPackageRequest,
  '/catalogs': CatalogsPage,
  '/catalogs/:id': CatalogPage,
  '/requests': RequestsPage,
  '/requests/:id': RequestPage,
  '/assignments': AssignmentsPage,
  '/assignments/:id': AssignmentPage,
  '*': NotFound,
};
