// The round of the desk: access that ends soon, and every screen of the desk, the directory, the history and the training with
// its dialogs.
import { openBridge } from '../bridge.mjs';
import { choose, opens, press } from './steps.mjs';

export const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
export const SPONSOR = 'aoife.byrne@larkfield.example';
const APPROVER = 'beatriz.nogueira@larkfield.example';
const AUDITOR = 'ruth.adeyemi@larkfield.example';

/** Access that ends soon, so that reminders wait and the timeline has marks; one extension asked for. Answers with ids by name. */
async function tellStory(bridge) {
  const { ask, actAs } = bridge;
  const ids = {};
  await actAs(SPONSOR);
  const { rows: mine } = await ask('list_agents', { filter: { mine: true, state: 'active' } });
  ids.agent = mine[0].id;
  for (const agent of mine) {
    const { rows } = await ask('list_requestable_packages', { agentId: agent.id });
    const offered = rows.find((row) => row.accessPackage.displayName === 'Invoice matching' && !row.refusal);
    if (!offered) continue;
    const justification = 'The closing of January.';
    await ask('request_access', { agentId: agent.id, accessPackageId: offered.accessPackage.id, justification });
  }
  await actAs(APPROVER);
  const { rows: waiting } = await ask('list_approvals');
  for (const { request } of waiting.slice(0, -1)) await bridge.decide('approve_request', request.id);
  await ask('advance_clock', { by: 'P17D' });
  await actAs(SPONSOR);
  ids.sponsor = (await actAs(SPONSOR)).id;
  ids.auditor = (await actAs(AUDITOR)).id;
  await actAs(ADMINISTRATOR);
  ids.group = (await ask('list_groups')).rows[0].id;
  ids.blueprint = (await ask('list_blueprints')).rows[0].id;
  ids.workflow = (await ask('list_workflows')).rows[0].id;
  return ids;
}

const screensOf = (ids) => [
  { name: 'home with reminders', who: SPONSOR, route: '/' },
  { name: 'home with nothing waiting', who: ADMINISTRATOR, route: '/' },
  { name: 'the timeline as a table', who: ADMINISTRATOR, route: '/', then: press('Show as a table') },
  {
    name: 'a mark of the timeline',
    who: ADMINISTRATOR,
    route: '/',
    then: (page) => page.locator('[data-mark][tabindex="0"]').focus(),
  },
  { name: 'extending from home', who: SPONSOR, route: '/', then: opens(/^Extend:/) },
  { name: 'letting expire from home', who: SPONSOR, route: '/', then: opens(/^Let expire:/) },
  { name: 'putting a reminder off', who: SPONSOR, route: '/', then: press(/^Later:/) },
  { name: 'notices', who: SPONSOR, route: '/notices' },
  { name: 'all notices', who: SPONSOR, route: '/notices?show=all' },
  { name: 'my agents', who: SPONSOR, route: '/my-agents' },
  { name: 'agents', who: ADMINISTRATOR, route: '/agents' },
  { name: 'agents, none found', who: ADMINISTRATOR, route: '/agents?search=nothing-like-this' },
  { name: 'exporting a list', who: ADMINISTRATOR, route: '/agents', then: opens('Export') },
  { name: 'an agent', who: SPONSOR, route: `/agents/${ids.agent}` },
  { name: 'an agent of others', who: APPROVER, route: `/agents/${ids.agent}` },
  { name: 'why', who: SPONSOR, route: `/agents/${ids.agent}`, then: opens(/^Why\?/) },
  { name: 'assignments of an agent', who: SPONSOR, route: `/agents/${ids.agent}?tab=assignments` },
  { name: 'lifecycle of an agent', who: SPONSOR, route: `/agents/${ids.agent}?tab=lifecycle` },
  { name: 'permissions of an agent', who: ADMINISTRATOR, route: `/agents/${ids.agent}?tab=permissions` },
  {
    name: 'creating an agent',
    who: ADMINISTRATOR,
    route: '/agents',
    then: opens(/^Create agent/),
  },
  { name: 'blueprints', who: ADMINISTRATOR, route: '/blueprints' },
  { name: 'a blueprint', who: ADMINISTRATOR, route: `/blueprints/${ids.blueprint}` },
  { name: 'permissions of a blueprint', who: ADMINISTRATOR, route: `/blueprints/${ids.blueprint}/permissions` },
  { name: 'lifecycle workflows', who: ADMINISTRATOR, route: '/workflows' },
  { name: 'a lifecycle workflow', who: ADMINISTRATOR, route: `/workflows/${ids.workflow}` },
  { name: 'a rehearsal of several', who: ADMINISTRATOR, route: '/people/rehearsal' },
  { name: 'reports', who: AUDITOR, route: '/reports' },
  {
    name: 'a report of pairs',
    who: AUDITOR,
    route: '/reports',
    then: async (page) => {
      await page.getByRole('combobox', { name: 'Report' }).click();
      await page.getByRole('option', { name: 'Incompatible access held together' }).click();
    },
  },
  {
    name: 'what an agent could request',
    who: AUDITOR,
    route: '/reports',
    then: async (page) => {
      await page.getByRole('combobox', { name: 'Report' }).click();
      await page.getByRole('option', { name: 'Packages held and requestable' }).click();
      await page.getByRole('combobox', { name: 'Agent' }).click();
      await page.getByRole('option').first().click();
      await page.getByRole('columnheader', { name: 'Standing' }).waitFor();
    },
  },
  {
    name: 'a month to hand on',
    who: AUDITOR,
    route: '/reports',
    then: (page) => page.getByRole('combobox', { name: 'Month of the document' }).click(),
  },
  {
    name: 'lateness',
    who: ADMINISTRATOR,
    route: '/settings',
    then: (page) => page.getByRole('heading', { name: 'Lateness' }).evaluate((card) => card.scrollIntoView()),
  },
  {
    name: 'who answers for an agent',
    who: ADMINISTRATOR,
    route: `/agents/${ids.agent}`,
    then: choose('More', 'Sponsors and owners'),
  },
  { name: 'disabling', who: ADMINISTRATOR, route: `/agents/${ids.agent}`, then: opens('Disable') },
  { name: 'people', who: ADMINISTRATOR, route: '/people?standing=all' },
  { name: 'a person', who: ADMINISTRATOR, route: `/people/${ids.sponsor}` },
  { name: 'a departure', who: AUDITOR, route: `/people/${ids.sponsor}`, then: opens('Rehearse departure') },
  {
    name: 'recording a departure',
    who: ADMINISTRATOR,
    route: `/people/${ids.sponsor}`,
    then: async (page) => {
      await opens('Rehearse departure')(page);
      await press('Record the departure…')(page);
      await page.locator('[role=alertdialog]').waitFor();
    },
  },
  { name: 'taking a role', who: ADMINISTRATOR, route: `/people/${ids.auditor}`, then: opens(/^Withdraw:/) },
  { name: 'groups', who: ADMINISTRATOR, route: `/directory?group=${ids.group}` },
  { name: 'applications', who: ADMINISTRATOR, route: '/directory?part=applications' },
  { name: 'directory roles', who: ADMINISTRATOR, route: '/directory?part=roles' },
  { name: 'import', who: ADMINISTRATOR, route: '/directory/import' },
  {
    name: 'import with problems',
    who: ADMINISTRATOR,
    route: '/directory/import',
    then: async (page) => {
      const broken = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('id,displayName\n1,\n') };
      await page.setInputFiles('input[type=file]', broken);
      await page
        .getByText(/nothing can be imported|were not taken/)
        .first()
        .waitFor();
    },
  },
  { name: 'audit', who: AUDITOR, route: '/audit' },
  { name: 'exporting the history', who: AUDITOR, route: '/audit', then: opens('Export') },
  {
    name: 'a record',
    who: AUDITOR,
    // Found by its words: notices that several screens show at once are recorded in no order.
    route: '/audit?search=training%20clock',
    then: (page) => page.getByRole('row').nth(1).getByRole('gridcell').nth(3).click(),
  },
  {
    name: 'verified',
    who: AUDITOR,
    route: '/audit',
    then: async (page) => {
      await press('Verify the chain')(page);
      await page.getByText(/all linked and unchanged/).waitFor();
    },
  },
  { name: 'training', who: ADMINISTRATOR, route: '/training' },
  { name: 'the presenter view', who: ADMINISTRATOR, route: '/training/present' },
  { name: 'resetting', who: ADMINISTRATOR, route: '/training', then: opens('Reset the company') },
  {
    name: 'acting as somebody',
    who: ADMINISTRATOR,
    route: '/training',
    then: (page) => page.getByRole('combobox', { name: 'Act as someone else' }).click(),
  },
  { name: 'settings', who: ADMINISTRATOR, route: '/settings' },
  { name: 'appointing', who: ADMINISTRATOR, route: '/settings', then: opens('Appoint') },
  { name: 'settings of others', who: SPONSOR, route: '/settings' },
  {
    name: 'the workspace checked',
    who: ADMINISTRATOR,
    route: '/settings',
    then: async (page) => {
      await press('Check the workspace')(page);
      await page.getByText('Everything holds').waitFor();
    },
  },
  { name: 'the doctor', who: ADMINISTRATOR, route: '/settings/doctor' },
  {
    name: 'the licences',
    who: ADMINISTRATOR,
    route: '/settings/licences',
    // A few of them: rows that were never in sight aren't styled anew when the theme changes, and are measured wrongly.
    then: (page) => page.getByRole('searchbox', { name: 'Find in licences' }).fill('zbus'),
  },
  { name: 'another workspace', who: ADMINISTRATOR, route: '/open' },
  {
    name: 'finding by name',
    who: ADMINISTRATOR,
    route: '/',
    then: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('lisbon');
      await page.getByRole('option', { name: /Invoice Matcher Lisbon/ }).waitFor();
    },
  },
];

/** What stands in the history once a workflow ran. */
const histories = ['runs', 'people', 'tasks'].map((by) => ({
  name: `what workflows did by ${by}`,
  who: AUDITOR,
  route: '/reports',
  then: async (page) => {
    await page.getByRole('combobox', { name: 'Report' }).click();
    await page.getByRole('option', { name: `What workflows did, by ${by}` }).click();
    await page.locator('main tbody').getByText('Ruth Adeyemi').or(page.getByText('on demand')).first().waitFor();
  },
}));

/** A training company in which the story was told, its screens, and those that are there once a workflow ran. */
export async function openDesk() {
  const bridge = await openBridge('--training');
  const ids = await tellStory(bridge);
  return {
    bridge,
    screens: screensOf(ids),
    /** Runs a workflow; answers with the screens that tell of it. What it did stands on other screens too from then on. */
    async runWorkflow() {
      await bridge.actAs(ADMINISTRATOR);
      await bridge.ask('run_workflow', { workflowId: ids.workflow, personIds: [ids.auditor] });
      return histories;
    },
  };
}
