// The screens of the desk, the directory, the history and the training, with their dialogs, from every side on the real
// engine. And the way of a new team: create, import, sign out, sign in.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { closeBridges, goTo, openBridge, settled } from './bridge.mjs';
import { examine } from './examine.mjs';
import { ADMINISTRATOR, SPONSOR, openDesk } from './rounds/desk.mjs';
import { press } from './rounds/steps.mjs';
import { axe, openBrowser, openPage } from './stage.mjs';

const SAMPLE = new URL('../../src-tauri/crates/commands/sample/', import.meta.url);

let browser;
let round;
let bridge;

before(async () => {
  round = await openDesk();
  bridge = round.bridge;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  closeBridges();
});

describe('the screens of the desk', () => {
  it('are clean in light, in dark and in a small window', async () => {
    assert.deepEqual(await examine(bridge, browser, round.screens), []);
  });

  it('change their language where they stand, and keep it', async () => {
    await bridge.actAs(ADMINISTRATOR);
    const words = async (page) => (await page.locator('body').innerText()).split('\n');
    const { page, troubles, close } = await bridge.open(browser, '/settings');
    const english = await words(page);
    await page.getByRole('radio', { name: 'Deutsch' }).check();
    await page.getByRole('heading', { name: 'Einstellungen', exact: true }).waitFor();
    await settled(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    assert.equal(await page.title(), 'Einstellungen · Chaperone');
    const changed = await words(page);
    // The helper of all tests begins each page with a language of its own, so the choice is read where it is kept.
    assert.equal(await page.evaluate(() => localStorage.getItem('chaperone.language')), 'de');
    assert.deepEqual(await troubles(), []);
    await close();
    const anew = await bridge.open(browser, '/settings', { language: 'de' });
    assert.deepEqual(changed, await words(anew.page));
    await anew.page.getByRole('radio', { name: 'English' }).check();
    await anew.page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    assert.deepEqual(await words(anew.page), english);
    assert.deepEqual(await anew.troubles(), []);
    await anew.close();
  });

  it('tell screen readers what just succeeded, once and without the names of its buttons', async () => {
    await bridge.actAs(SPONSOR);
    const { page, close } = await bridge.open(browser, '/');
    const tree = await page.context().newCDPSession(page);
    const spoken = async () => {
      const { nodes } = await tree.send('Accessibility.getFullAXTree');
      const live = nodes.filter((node) => node.properties?.some(({ name }) => name === 'live'));
      const status = live.filter((node) => node.role.value === 'status' && node.parentId);
      const isRoot = (node) =>
        node.properties.some(({ name, value }) => name === 'root' && !value.relatedNodes?.length);
      assert.ok(status.length >= 1, 'the region is there before its words are');
      const under = (id) => {
        const node = nodes.find(({ nodeId }) => nodeId === id);
        const own = node?.role.value === 'StaticText' ? [node.name.value] : [];
        return [...own, ...(node?.childIds ?? []).flatMap(under)];
      };
      return status.filter((node) => !isRoot(node) || node.childIds).flatMap(({ nodeId }) => under(nodeId));
    };
    const before = await spoken();
    await press(/^Later:/)(page);
    await page.getByRole('menuitem', { name: 'Remind me tomorrow morning' }).click();
    await page.locator('.toasts').getByText('Put off until').waitFor();
    const news = (await spoken()).filter((line) => !before.includes(line));
    assert.equal(news.length, 1, news.join());
    assert.match(news[0], /^Put off until/);
    // What was put off is no longer there, and with it what had the focus.
    await page.waitForFunction(() => document.activeElement.matches('main :is(h1, h2, h3, button)'));
    await close();
  });

  it('let time run with the reading direction', async () => {
    await bridge.actAs(ADMINISTRATOR);
    const { page, close } = await bridge.open(browser, '/');
    const marks = page.locator('svg [data-mark]');
    await marks.first().waitFor();
    const lefts = () => marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().left));
    const isSorted = (all) => all.every((left, index) => index === 0 || all[index - 1] <= left + 1);
    assert.ok(isSorted(await lefts()), 'what comes later lies to the right');
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await settled(page);
    assert.ok(isSorted((await lefts()).reverse()), 'what comes later lies to the left');
    await marks.first().focus();
    await page.keyboard.press('ArrowLeft');
    const [from, to] = await marks.evaluateAll((all) => [0, all.indexOf(document.activeElement)]);
    assert.equal(to, from + 1, 'the arrow goes where it points');
    await close();
  });

  it('are reached by G and a letter, and the focus arrives at the heading', async () => {
    await bridge.actAs(ADMINISTRATOR);
    const { page, close } = await bridge.open(browser);
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Agents');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await close();
  });

  it('become another person’s at once', async () => {
    await bridge.actAs(ADMINISTRATOR);
    const { page, close } = await bridge.open(browser, '/training');
    await page.getByRole('button', { name: 'Act as Aoife Byrne' }).click();
    await page
      .getByRole('navigation', { name: 'Places' })
      .getByRole('link', { name: 'Audit' })
      .waitFor({ state: 'detached' });
    await goTo(page, '/');
    await page.getByRole('heading', { name: 'Hello, Aoife Byrne' }).waitFor();
    await close();
  });

  // Last, because the run stands in the history and on other screens from then on.
  it('tell what workflows did once one ran', async () => {
    assert.deepEqual(await examine(bridge, browser, await round.runWorkflow()), []);
  });
});

describe('a new team', () => {
  it('creates a workspace, imports, signs out and in again', async () => {
    const own = await openBridge();
    const { page, close } = await openPage(browser, own.url, { timezoneId: 'UTC', locale: 'en-GB' });
    page.setDefaultTimeout(10_000);
    const clean = async (what) => assert.deepEqual(await axe(page), [], what);
    await page.getByRole('button', { name: 'Create a workspace' }).click();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await clean('a form with mistakes');
    await page.getByLabel('Name of the workspace').fill('Harbour team');
    await page.getByLabel('Your name').fill('Nadia el Amrani');
    await page.getByLabel('Your e-mail address').fill('nadia@harbour.example');
    await page.getByLabel('Passphrase').fill('a long enough phrase');
    await page.getByLabel('The same once more').fill('a long enough phrase');
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    const isAtHeading = () => document.activeElement.matches('main h1');
    await page.getByRole('button', { name: 'I have noted it' }).click();
    await page.waitForFunction(isAtHeading);
    await page.getByRole('link', { name: 'Import' }).click();
    const names = ['people.csv', 'groups.json', 'applications.json', 'directory-roles.json', 'agents.json'];
    const files = await Promise.all(
      names.map(async (name) => ({
        name,
        mimeType: name.endsWith('.csv') ? 'text/csv' : 'application/json',
        buffer: await readFile(new URL(name, SAMPLE)),
      })),
    );
    await page.setInputFiles('input[type=file]', files);
    await page.getByRole('button', { name: 'Import now' }).click();
    await page.getByText('The import is done').waitFor();
    await clean('an import that is done');

    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').fill('nadia@harbour.example');
    await page.getByLabel('Passphrase').fill('a wrong one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await clean('a refused sign-in');
    await page.getByLabel('Passphrase').fill('a long enough phrase');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    await page.waitForFunction(isAtHeading);
    await close();
  });
});
