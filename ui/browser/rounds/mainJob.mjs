// The round of the main job: access that is bundled, requested, decided on and ends, with every screen and dialog of it.
import { openBridge, settled } from '../bridge.mjs';
import { choose, key, keyOpens, opens } from './steps.mjs';

const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const SPONSOR = 'aoife.byrne@larkfield.example';
const APPROVER = 'beatriz.nogueira@larkfield.example';

/** One access in force with an extension asked for, one request waiting, one denied. Answers with ids by name. */
async function tellStory(bridge) {
  const { ask, actAs, decide } = bridge;
  const ids = {};
  await actAs(ADMINISTRATOR);
  const packageOf = async (name) => (await ask('list_access_packages', { filter: { search: name } })).rows[0].id;
  ids.matching = await packageOf('Invoice matching');
  ids.payment = await packageOf('Payment preparation');
  await actAs(SPONSOR);
  const { rows: mine } = await ask('list_agents', { filter: { mine: true, state: 'active' } });
  const [first, second, third] = mine.map((agent) => agent.id);
  ids.agent = first;
  const request = async (agentId) =>
    (await ask('request_access', { agentId, accessPackageId: ids.matching, justification: 'The closing of January.' }))
      .request.id;
  const [delivered, denied] = [await request(first), await request(second)];
  await actAs(APPROVER);
  await decide('approve_request', delivered);
  await decide('deny_request', denied, 'The branch is closed.');
  await ask('advance_clock', { by: 'P17D' });
  await actAs(SPONSOR);
  ids.assignment = (await ask('list_assignments', { filter: { mine: true } })).rows[0].id;
  ids.waiting = await request(third);
  ids.delivered = delivered;
  const administrator = await actAs(ADMINISTRATOR);
  await actAs(APPROVER);
  await ask('delegate_approvals', { delegateId: administrator.id, startAt: '2026-02-10', endAt: '2026-02-20' });
  await actAs(SPONSOR);
  ids.catalog = (await ask('list_catalogs')).rows[0].id;
  return ids;
}

async function throughWizard(page, check) {
  await check('basics');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await check('basics with errors');
  await opens('New catalog')(page);
  await check('new catalog');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: /Catalog/ }).click();
  await page.getByRole('option', { name: /Finance automation/ }).click();
  await page.getByLabel('Name').fill('Branch closing');
  const next = async () => {
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await settled(page);
  };
  await next();
  await check('resource roles');
  await opens('Add a resource')(page);
  await check('add a resource');
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Group membership' }).first().check();
  await next();
  await page.getByRole('radio', { name: 'Chosen agents' }).check();
  await check('who');
  await page.getByRole('radio', { name: 'All agents' }).check();
  await next();
  await check('no questions');
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('combobox', { name: /Answered/ }).click();
  await page.getByRole('option', { name: 'By a choice' }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await check('questions with errors');
  await page
    .getByRole('textbox', { name: /^Question/ })
    .first()
    .fill('Which region?');
  await page.getByRole('textbox', { name: 'Choice 1' }).fill('Europe');
  await page.getByRole('button', { name: 'Add a language' }).click();
  await page
    .getByRole('textbox', { name: /^Language/ })
    .last()
    .fill('de');
  await check('questions');
  await page
    .getByRole('textbox', { name: /^Question/ })
    .last()
    .fill('Welche Region?');
  await next();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await check('approval with errors');
  await page.getByRole('combobox', { name: 'Approver 1', exact: true }).fill('Beatriz');
  await page.getByRole('option', { name: /Beatriz/ }).click();
  await next();
  await page.getByRole('radio', { name: 'On a date' }).check();
  await check('ending');
  await page.getByRole('radio', { name: 'After a number of days' }).check();
  await next();
  await check('review');
}

const screensOf = (ids) => [
  { name: 'access packages', who: ADMINISTRATOR, route: '/access-packages' },
  { name: 'an access package', who: ADMINISTRATOR, route: `/access-packages/${ids.payment}` },
  {
    name: 'direct assignment of a package',
    who: ADMINISTRATOR,
    route: `/access-packages/${ids.payment}`,
    then: opens('Assign directly'),
  },
  {
    name: 'editing a policy',
    who: ADMINISTRATOR,
    route: `/access-packages/${ids.payment}`,
    then: choose(/^More about .+(approval|agents)/, 'Edit'),
  },
  { name: 'separated duties', who: ADMINISTRATOR, route: `/access-packages/${ids.payment}?part=separation` },
  { name: 'a package by its link', who: SPONSOR, route: `/access-packages/${ids.payment}/request` },
  { name: 'catalogs', who: ADMINISTRATOR, route: '/catalogs' },
  { name: 'a catalog', who: ADMINISTRATOR, route: `/catalogs/${ids.catalog}` },
  { name: 'appointing in a catalog', who: ADMINISTRATOR, route: `/catalogs/${ids.catalog}`, then: opens('Appoint') },
  { name: 'the wizard', who: ADMINISTRATOR, route: '/access-packages/new', through: throughWizard },
  { name: 'my access', who: SPONSOR, route: '/my-access' },
  { name: 'my requests', who: SPONSOR, route: '/my-access?part=requests' },
  { name: 'what can be requested', who: SPONSOR, route: `/my-access?agent=${ids.agent}` },
  { name: 'what will happen', who: SPONSOR, route: `/my-access?agent=${ids.agent}&package=${ids.payment}` },
  {
    name: 'extending',
    who: SPONSOR,
    route: '/my-access',
    then: opens(/^Extend access of/),
  },
  { name: 'requests', who: ADMINISTRATOR, route: '/requests' },
  { name: 'a request', who: SPONSOR, route: `/requests/${ids.delivered}` },
  {
    name: 'cancelling a request',
    who: SPONSOR,
    route: `/requests/${ids.waiting}`,
    then: opens('Cancel the request'),
  },
  { name: 'assignments', who: ADMINISTRATOR, route: '/assignments?inForce=all' },
  { name: 'assignments as bars', who: ADMINISTRATOR, route: '/assignments?inForce=all&as=months' },
  { name: 'an assignment', who: SPONSOR, route: `/assignments/${ids.assignment}` },
  { name: 'letting expire', who: SPONSOR, route: `/assignments/${ids.assignment}`, then: opens('Let expire') },
  { name: 'giving back', who: SPONSOR, route: `/assignments/${ids.assignment}`, then: opens('Give back now') },
  { name: 'removing', who: ADMINISTRATOR, route: `/assignments/${ids.assignment}`, then: opens('Remove now') },
  {
    name: 'changing an assignment',
    who: ADMINISTRATOR,
    route: `/assignments/${ids.assignment}`,
    then: choose('More about this assignment', 'Change end or policy'),
  },
  {
    name: 'reprocessing',
    who: ADMINISTRATOR,
    route: `/assignments/${ids.assignment}`,
    then: choose('More about this assignment', 'Reprocess'),
  },
  { name: 'approvals', who: APPROVER, route: '/approvals' },
  { name: 'earlier decisions', who: APPROVER, route: '/approvals?show=history' },
  {
    name: 'changing a delegation',
    who: APPROVER,
    route: '/approvals',
    then: async (page) => {
      await opens('Delegate while away')(page);
      await page.getByRole('button', { name: /^Change the delegation to/ }).click();
    },
  },
  { name: 'approving for less', who: APPROVER, route: '/approvals', then: key('e') },
  { name: 'denying', who: APPROVER, route: '/approvals', then: key('d') },
  {
    name: 'the keys',
    who: APPROVER,
    route: '/approvals',
    then: keyOpens('?'),
  },
];

/** A training company in which the story was told, and its screens. */
export async function openMainJob() {
  const bridge = await openBridge('--training');
  return { bridge, screens: screensOf(await tellStory(bridge)) };
}
