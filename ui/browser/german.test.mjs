// A German window shows no English sentence of the core. Each answer of the engine is looked through for the sentences that it
// brings; none of them may stand on the page. What the history recorded stays in its own words, and so does what people wrote.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { closeBridges, goTo, openBridge, settled } from './bridge.mjs';
import { inGerman } from './german.mjs';
import { openBrowser } from './stage.mjs';

const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const SPONSOR = 'aoife.byrne@larkfield.example';
const APPROVER = 'beatriz.nogueira@larkfield.example';

/** The fields in which answers have sentences. */
const SENTENCE =
  /^(sentence|reason|refusal|message|why|advice|explanation|trouble|failure|outOfForce|closedBecause|conditions|inWords)$/;

/**
 * The English sentences of an answer. A field with a single word is a term, which the window has words for; a record of the
 * history stays as it is; and what stands as code and values is what the window words.
 */
function* sentencesOf(answer) {
  if (typeof answer !== 'object' || answer === null || 'activity' in answer) return;
  if ('code' in answer && 'values' in answer) return;
  // In a report they stand among other cells.
  if (Array.isArray(answer.rows) && answer.sayings) yield* Object.keys(answer.sayings);
  for (const [field, value] of Object.entries(answer)) {
    if (typeof value === 'object') yield* sentencesOf(value);
    else if (SENTENCE.test(field) && typeof value === 'string' && value.trim().includes(' ')) yield value;
  }
}

let browser;
let bridge;
const ids = {};

before(async () => {
  browser = await openBrowser();
  bridge = await openBridge('--training');
  await tellStory();
});
after(async () => {
  await browser?.close();
  closeBridges();
});

/** Access in force and soon over, requests that wait, were denied, are refused; a workflow that ran; an agent that is off. */
async function tellStory() {
  const { ask, actAs, decide } = bridge;
  await actAs(ADMINISTRATOR);
  const packageOf = async (name) => (await ask('list_access_packages', { filter: { search: name } })).rows[0].id;
  ids.package = await packageOf('Invoice matching');
  ids.other = await packageOf('Payment preparation');
  // Whoever has no manager has nobody to take the custody over: their leaving is refused.
  const everybody = (await ask('list_people', { limit: 200 })).rows;
  ids.head = everybody.find((person) => !person.manager);
  await ask('update_settings', { custodianId: ids.head.id });
  ids.workflow = (await ask('list_workflows', {})).rows[0]?.id;
  await actAs(SPONSOR);
  const { rows: mine } = await ask('list_agents', { filter: { mine: true, state: 'active' } });
  const [first, second, third] = mine.map((agent) => agent.id);
  Object.assign(ids, { agent: first, idle: third });
  const request = async (agentId) =>
    (await ask('request_access', { agentId, accessPackageId: ids.package, justification: 'Monatsabschluss' })).request
      .id;
  ids.request = await request(first);
  const denied = await request(second);
  await actAs(APPROVER);
  await decide('approve_request', ids.request);
  await decide('deny_request', denied, 'Filiale geschlossen');
  await ask('advance_clock', { by: 'P17D' });
  await actAs(SPONSOR);
  ids.assignment = (await ask('list_assignments', { filter: { mine: true } })).rows[0].id;
  ids.waiting = await request(third);
  await ask('disable_agent', { agentId: second, justification: 'Pause' });
  ids.off = second;
}

/** A page in German that knows every English sentence that it was sent since it was asked last. */
async function listening(who) {
  await bridge.actAs(who);
  const { page, troubles, close } = await bridge.open(browser, '/', {
    language: 'de',
    viewport: { width: 1280, height: 900 },
  });
  let said = new Set();
  let reading = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('/rpc') || !response.ok()) return;
    const read = response.json().then((answer) => {
      for (const sentence of sentencesOf(answer)) said.add(sentence);
    });
    // A page that is left takes its last answers with it.
    reading.push(read.catch(() => undefined));
  });
  /** The sentences that stand on the page in English, and how many were sent at all. */
  async function english() {
    await settled(page);
    await Promise.all(reading);
    const text = await page.evaluate(() => {
      const titles = [...document.querySelectorAll('[title], [aria-label]')];
      const told = titles.flatMap((one) => [one.getAttribute('title'), one.getAttribute('aria-label')]);
      return [document.body.innerText, ...told].join('\n').replace(/\s+/g, ' ');
    });
    const heard = [...said];
    const shown = heard.filter((one) => text.includes(one.replace(/\s+/g, ' ').replace(/[.\s]+$/, '')));
    said = new Set();
    reading = [];
    return { shown, heard: heard.length };
  }
  return { page, german: inGerman(page), english, troubles, close };
}

async function importWithProblems(page) {
  const people = 'Display Name,Email,Hire Date\n,nobody,gestern\nAda Neu,ada.neu@larkfield.example\n';
  const groups = JSON.stringify({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#groups',
    value: [{ id: 'keine', displayName: 'Prüfer', groupTypes: 'Unified', securityEnabled: false }],
  });
  const files = [
    ['people.csv', people],
    ['groups.json', groups],
    ['notes.txt', 'x'],
  ].map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) }));
  await page.locator('input[type="file"]').setInputFiles(files);
  await page.getByText('people.csv').first().waitFor();
  await page.locator('td.reason').first().waitFor();
}

/** What the agent could request and what would be refused, as the report tells it. */
async function reportOfPackages(page, german) {
  await german.getByRole('combobox', { name: 'Report' }).click();
  await page.getByRole('option').nth(3).click();
  const agent = german.getByRole('combobox', { name: /^Agent/ });
  const { agent: found } = await bridge.ask('show_agent', { agentId: ids.off });
  await agent.fill(found.displayName);
  await page.getByRole('option', { name: found.displayName }).first().click();
  await page.locator('tbody tr').first().waitFor();
}

async function rehearse(page, german) {
  const people = german.getByRole('combobox', { name: 'Who would leave' });
  await people.fill(ids.head.displayName);
  await page.getByRole('option', { name: ids.head.displayName }).first().click();
  await page.getByRole('heading', { level: 1 }).click();
  await page.locator('main .notice').first().waitFor();
}

const check = async (_, german) => {
  await german.getByRole('button', { name: 'Check the workspace' }).click();
};

const places = () => ({
  [ADMINISTRATOR]: [
    ['/'],
    ['/agents'],
    [`/agents/${ids.agent}`],
    [`/agents/${ids.off}`],
    [`/agents/${ids.agent}?part=access`],
    [`/agents/${ids.agent}?part=permissions`],
    [`/agents/${ids.agent}?part=history`],
    ['/access-packages'],
    [`/access-packages/${ids.package}`],
    [`/access-packages/${ids.other}?part=separation`],
    ['/requests'],
    ['/assignments?inForce=all'],
    ['/workflows'],
    ...(ids.workflow ? [[`/workflows/${ids.workflow}`]] : []),
    ['/workflows/new'],
    ['/people/rehearsal', rehearse],
    ['/reports'],
    ['/reports', reportOfPackages],
    ['/directory/import', importWithProblems],
    ['/settings'],
    ['/settings', check],
    ['/settings/doctor'],
    ['/training'],
  ],
  [SPONSOR]: [
    ['/'],
    ['/notices'],
    ['/notices?show=all'],
    ['/my-access'],
    [`/my-access?agent=${ids.agent}`],
    [`/my-access?agent=${ids.off}`],
    [`/my-access?agent=${ids.agent}&package=${ids.other}`],
    [`/requests/${ids.request}`],
    [`/requests/${ids.waiting}`],
    [`/assignments/${ids.assignment}`],
  ],
  [APPROVER]: [['/'], ['/notices?show=all'], ['/approvals'], [`/approvals/${ids.waiting}`]],
});

it('shows no sentence of the core in English', async () => {
  const found = [];
  let heard = 0;
  for (const [who, wanted] of Object.entries(places())) {
    const { page, german, english, troubles, close } = await listening(who);
    for (const [route, then] of wanted) {
      // From nowhere, so that a page begins anew although the one before stood at the same path.
      await page.evaluate(() => (location.hash = '#/nowhere'));
      await goTo(page, route);
      await then?.(page, german);
      const told = await english();
      heard += told.heard;
      for (const sentence of told.shown) found.push(`${route}: ${sentence}`);
    }
    found.push(...(await troubles()));
    await close();
  }
  assert.deepEqual(found, []);
  assert.ok(heard > 40, `the core said only ${heard} sentences to these pages`);
});
