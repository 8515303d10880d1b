// Files in and out of the window, on the real engine: dropped, compared, imported; a list filtered, exported, read back.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { closeBridges, goTo, openBridge, settled } from './bridge.mjs';
import { axe, openBrowser } from './stage.mjs';

const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const HEAD = 'Display Name,Email,Job Title,Department\n';
const PEOPLE = `${HEAD}New Comer,new.comer@larkfield.example,Clerk,Finance
=Formula,formula@larkfield.example,"Clerk, second class",Finance
Ines Ferreira,${ADMINISTRATOR},Head of Everything,IT
`;

let browser;
let bridge;

before(async () => {
  browser = await openBrowser();
  bridge = await openBridge('--training');
  await bridge.actAs(ADMINISTRATOR);
});
after(async () => {
  await browser?.close();
  closeBridges();
});

/** What a browser tells the page when files are dragged from outside; only the hand on the mouse is made up. */
const drag = (page, type, files) =>
  page.evaluate(
    ([kind, given]) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of given) dataTransfer.items.add(new File([text], name));
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      return { taken: event.defaultPrevented, effect: dataTransfer.dropEffect };
    },
    [type, files],
  );

const lines = (text) => text.split('\r\n').slice(0, -1);

describe('files', () => {
  it('dropped on a page of the directory are compared, then imported when that is confirmed', async () => {
    const { page, troubles, close } = await bridge.open(browser, '/people');
    const clean = async (what) => assert.deepEqual(await axe(page), [], what);
    await drag(page, 'dragenter', [['people.csv', PEOPLE]]);
    await page.getByText('Drop to import').waitFor();
    await clean('files dragged over the window');
    await drag(page, 'drop', [['people.csv', `${HEAD}Nobody,no address,,\n`]]);
    await page.getByText('1 problem: nothing can be imported').waitFor();
    assert.equal(await page.getByText('Drop to import').count(), 0);
    const row = page.getByRole('row', { name: /people\.csv/ });
    assert.match(await row.innerText(), /2/, 'the line is named');
    assert.equal(await page.getByRole('button', { name: 'Import now' }).count(), 0);

    await drag(page, 'drop', [['people.csv', PEOPLE]]);
    await page.getByText('3 changes are ready').waitFor();
    await page.getByRole('tab', { name: /^New/ }).waitFor();
    await page.getByRole('tab', { name: /^Changed/ }).click();
    await page.getByText(/Job title: .* → Head of Everything/).waitFor();
    await clean('the difference');
    const found = () => bridge.ask('list_people', { filter: { search: 'new.comer' } });
    assert.equal((await found()).rows.length, 0, 'nothing is written before it is confirmed');
    await page.getByRole('button', { name: 'Import now' }).click();
    await page.getByText('The import is done').waitFor();
    assert.equal((await found()).rows[0].displayName, 'New Comer');
    assert.deepEqual(await troubles(), []);
    await close();
  });

  it('dropped where nobody takes them leave the page as it is', async () => {
    const { page, close } = await bridge.open(browser, '/settings');
    assert.deepEqual(await drag(page, 'dragover', [['a.csv', '']]), { taken: true, effect: 'none' });
    assert.equal((await drag(page, 'drop', [['a.csv', '']])).taken, true);
    assert.match(page.url(), /#\/settings$/);
    await close();
  });

  it('leave with the rows that are filtered, in the order and with the columns that are shown', async () => {
    const { page, troubles, close } = await bridge.open(browser, '/people?search=larkfield');
    await page.getByRole('button', { name: 'Columns' }).click();
    for (const column of ['Department', 'Manager']) await page.getByText(column, { exact: true }).last().click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await settled(page);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('dialog').getByLabel(/File/).fill('people of today.csv');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
    await page.getByText(/rows were written/).waitFor();
    const { workspace } = await bridge.ask('show_desk');
    const text = await readFile(`${workspace.folder}/exports/people of today.csv`, 'utf8');
    assert.ok(text.startsWith('\ufeff'), 'spreadsheets are told that it is UTF-8');
    const [heading, ...rows] = lines(text.slice(1));
    assert.equal(heading, 'displayName,email,jobTitle,sponsoredAgents,id');
    const { rows: people } = await bridge.ask('list_people', {
      filter: { search: 'larkfield', isActive: true },
      limit: 500,
    });
    assert.equal(rows.length, people.length);
    const formula = rows.find((row) => row.includes('formula@'));
    assert.match(formula, /^'=Formula,formula@larkfield\.example,"Clerk, second class",0,/);
    const shown = await page.getByRole('grid').getByRole('row').nth(1).innerText();
    assert.ok(shown.includes(rows[0].split(',')[0]), `the first row of the file is the first that is shown: ${shown}`);
    assert.deepEqual(await troubles(), []);
    await close();
  });

  it('leave from every list', async () => {
    const { page, close } = await bridge.open(browser, '/agents');
    for (const [route, key] of [
      ['/agents', 'id'],
      ['/blueprints', 'id'],
      ['/access-packages', 'id'],
      ['/audit', 'seq'],
    ]) {
      await goTo(page, route);
      await page.getByRole('button', { name: 'Export' }).click();
      await page
        .getByRole('dialog')
        .getByLabel(/File/)
        .fill(`all${route.replace('/', '-')}.csv`);
      await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
      await page.getByText(/rows were written/).waitFor();
      await page.keyboard.press('Escape');
      const { workspace } = await bridge.ask('show_desk');
      const text = await readFile(`${workspace.folder}/exports/all${route.replace('/', '-')}.csv`, 'utf8');
      const [heading, ...rows] = lines(text.slice(1));
      assert.ok(heading.split(',').includes(key), `${route}: ${heading}`);
      assert.ok(rows.length > 0, route);
    }
    await close();
  });
});
