// The main job of the product, through the interface and the real engine: a package is made, requested, approved,
// delivered, reminded of, extended, and ends by itself. The clock is the training clock, so nothing waits.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { closeBridges, goTo, openBridge, settled } from './bridge.mjs';
import { openBrowser } from './stage.mjs';

const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const SPONSOR = 'aoife.byrne@larkfield.example';
const APPROVER = 'beatriz.nogueira@larkfield.example';
const AGENT = 'Invoice Matcher Lisbon';

let browser;
let bridge;

/** One person at the desk: acts through the interface and leaves without violations or errors behind. */
async function as(email, route, work) {
  await bridge.actAs(email);
  const { page, troubles, close } = await bridge.open(browser, route);
  try {
    await work(page);
    // A refused command is an HTTP status, which Chromium writes into its console; nothing else may be there.
    assert.deepEqual(
      (await troubles()).filter((line) => !line.includes('status of 409')),
      [],
    );
  } finally {
    await close();
  }
}

async function choose(page, field, typed, option) {
  await page.getByRole('combobox', { name: field, exact: true }).fill(typed);
  await page.getByRole('option', { name: option }).click();
}

const next = async (page) => {
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await settled(page);
};

async function addResource(page, kind, name) {
  await page.getByRole('button', { name: 'Add a resource' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: kind, exact: true }).check();
  // The dialog takes the focus a moment after it opened, and a list closes when the focus leaves it.
  await settled(page);
  await dialog.getByRole('combobox').fill(name);
  await dialog.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await dialog.getByRole('button', { name: 'Add to the catalog' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(name, { exact: true }).first().waitFor();
}

/** The wizard, from an empty catalog to the package. */
async function makePackage(page, name) {
  await page.getByRole('button', { name: 'New catalog' }).click();
  await page.getByLabel('Catalog name').fill(`Books: ${name}`);
  await page.getByRole('button', { name: 'Create catalog' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await next(page);
  await page.getByText('Give the package a name.').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')),
    'true',
    'the focus is where something is wrong',
  );
  await page.getByLabel('Name').fill(name);
  await next(page);

  await addResource(page, 'Group', 'Invoice Archive Readers');
  await addResource(page, 'Application', 'Ledgerwell Invoicing');
  await addResource(page, 'Directory role', 'Reports Reader');
  await page.getByRole('checkbox', { name: 'Group membership' }).check();
  await page.getByRole('checkbox', { name: 'Invoices.Match.All' }).check();
  await page.getByRole('checkbox', { name: 'Active' }).check();
  await page.getByText('3 roles chosen').waitFor();
  await next(page);

  await next(page);
  await page.getByText('Nothing is asked').waitFor();
  await next(page);
  await choose(page, 'Approver 1', 'Beatriz', /Beatriz Nogueira/);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByText('Nothing is asked').waitFor();
  await next(page);
  assert.equal(
    await page.getByRole('combobox', { name: 'Approver 1', exact: true }).inputValue(),
    'Beatriz Nogueira',
    'nothing is lost on the way back',
  );
  await page.getByRole('button', { name: 'Add an approver' }).first().click();
  await choose(page, 'Approver 2', 'Beatriz', /Beatriz Nogueira/);
  await next(page);
  await next(page);
  await page.getByRole('button', { name: 'Create access package' }).click();
  await page.getByRole('heading', { level: 2, name: 'Approval' }).waitFor();
  await page.getByText('Stage 1 names the same approver twice').waitFor();
  await page.getByRole('status').getByText('Step 5 of 7: Approval').waitFor();
  assert.equal(
    await page.evaluate(() => {
      const { activeElement: field } = document;
      const told = field.getAttribute('aria-describedby').split(' ');
      return told.map((id) => document.getElementById(id).textContent).join(' ');
    }),
    'Stage 1 names the same approver twice; alternates are other people than the first approvers.',
    'the focus is at the field, which says what is wrong with it',
  );
  await page.getByRole('button', { name: 'Remove approver 2' }).first().click();
  await next(page);
  await next(page);
  await page.getByText('Beatriz Nogueira must agree within 7 days.').waitFor();
  await page.getByText('Each extension needs the same approval again.').waitFor();
  await page.getByRole('button', { name: 'Create access package' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function requestFor(page, packageName) {
  await page.getByRole('button', { name: 'Request a package' }).click();
  // The button goes, so the focus goes on to what is asked first.
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
  await choose(page, 'For which agent (required)', 'Lisbon', AGENT);
  await page.getByRole('button', { name: packageName }).click();
  await page.getByText('Beatriz Nogueira decides within 7 days.').waitFor();
  await page.getByRole('button', { name: 'Request', exact: true }).click();
  await page.getByText(/write a justification/i).waitFor();
  await page.getByLabel('Why').fill('The closing of January.');
  await page.getByRole('button', { name: 'Request', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(packageName) }).waitFor();
  await page.getByText('Pending approval').waitFor();
}

/** As an administrator sees it. */
async function assignmentOf(packageName) {
  await bridge.actAs(ADMINISTRATOR);
  const { rows } = await bridge.ask('list_assignments', { filter: { search: packageName } });
  return rows[0];
}

before(async () => {
  bridge = await openBridge('--training');
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  closeBridges();
});

describe('access that is extended once and then ends by itself', () => {
  const PACKAGE = 'Branch closing';

  it('an administrator bundles three rights into a package', () =>
    as(ADMINISTRATOR, '/access-packages/new', (page) => makePackage(page, PACKAGE)));

  it('a sponsor sees what will happen and requests it', () =>
    as(SPONSOR, '/my-access', (page) => requestFor(page, PACKAGE)));

  it('an approver decides with two keys, and the access is delivered', async () => {
    await as(APPROVER, '/approvals', async (page) => {
      await page.getByText(`${AGENT} would get ${PACKAGE}`).waitFor();
      await page.getByText('The closing of January.').waitFor();
      await page.keyboard.press('a');
      await page.keyboard.press('Enter');
      await page.getByText('Nothing waits for your decision').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the focus is not lost');
    });
    const { rights } = await bridge.ask('list_access', { agentId: (await assignmentOf(PACKAGE)).agent.id });
    assert.equal(rights.length, 3);
    assert.ok(rights.every((right) => right.endsAt === '2026-02-04T08:00:00.000Z' && right.why));
  });

  it('14 days before the end the sponsor is reminded and asks for an extension', async () => {
    await bridge.ask('advance_clock', { to: '2026-01-21T08:00:00Z' });
    await as(SPONSOR, '/', async (page) => {
      await page.getByText(`${PACKAGE} for ${AGENT}`).waitFor();
      await page.getByText(/^Ends in 14 days/).waitFor();
      await page.getByRole('button', { name: /^Extend/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/If nobody has decided by .*access ends/).waitFor();
      await dialog.getByLabel('Reason').fill('February is closed too.');
      await dialog.getByRole('button', { name: 'Ask for extension' }).click();
      await dialog.waitFor({ state: 'detached' });
      await goTo(page, '/my-access');
      await page.getByText('Extension waits').waitFor();
    });
    const { rows } = await bridge.ask('list_notices', {});
    assert.ok(rows.some(({ kind }) => kind === 'accessExpiring'));
  });

  it('the approver agrees and the end moves', async () => {
    await as(APPROVER, '/approvals', async (page) => {
      await page.getByText(`${AGENT} would keep ${PACKAGE}`).waitFor();
      await page.keyboard.press('a');
      await page.keyboard.press('Enter');
      await page.getByText('Nothing waits for your decision').waitFor();
    });
    assert.equal((await assignmentOf(PACKAGE)).endsAt, '2026-03-06T08:00:00.000Z');
  });

  it('past the end the access is gone, the sponsor is told, and the history tells it all', async () => {
    await bridge.ask('advance_clock', { to: '2026-03-06T08:00:00Z' });
    const over = await assignmentOf(PACKAGE);
    await as(SPONSOR, `/assignments/${over.id}`, async (page) => {
      await page.getByText('Expired', { exact: true }).first().waitFor();
      for (const told of [/was delivered/, /Reminded 14 days before the end/, /was asked to be extended/])
        await page.getByText(told).first().waitFor();
      assert.equal(await page.getByRole('button', { name: 'Extend', exact: true }).count(), 0);
    });
    const { rights } = await bridge.ask('list_access', { agentId: over.agent.id });
    assert.deepEqual(
      rights.map((right) => right.endsAt).filter((end) => end <= '2026-03-06T08:00:00.000Z'),
      [],
    );
    await as(SPONSOR, '/notices?show=all', (page) =>
      page
        .getByText(new RegExp(`${PACKAGE}.*ended`, 'i'))
        .first()
        .waitFor(),
    );
  });
});

describe('access for less than was asked', () => {
  it('is what the requestor reads: what was asked, what was given', async () => {
    await as(SPONSOR, '/my-access', async (page) => {
      await page.getByRole('button', { name: 'Request a package' }).click();
      await choose(page, 'For which agent (required)', 'Lisbon', AGENT);
      await page.getByRole('button', { name: /^Invoice matching/ }).click();
      await page.getByLabel('Why').fill('A second look at February.');
      await page.getByRole('button', { name: 'Request', exact: true }).click();
      await page.getByText('Pending approval').waitFor();
    });
    await as(APPROVER, '/approvals', async (page) => {
      await page.getByText(`${AGENT} would get Invoice matching`).waitFor();
      await page.keyboard.press('e');
      await page.keyboard.type('60');
      await page.keyboard.press('Enter');
      const refused = page.getByLabel('For how long');
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
      assert.equal(await refused.inputValue(), '60', 'what was typed stays');
      await refused.fill('10');
      await page.keyboard.press('Enter');
      await page.getByText('Nothing waits for your decision').waitFor();
    });
    const given = await assignmentOf('Invoice matching');
    assert.equal(given.endsAt, '2026-03-16T08:00:00.000Z');
    const { requests } = await bridge.ask('show_assignment', { assignmentId: given.id });
    await as(SPONSOR, `/requests/${requests[0].id}`, async (page) => {
      await page.getByText('For a shorter time than asked.').waitFor();
      await page.getByText('10 days').first().waitFor();
    });
  });
});
