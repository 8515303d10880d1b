// A trainer's hour: first start, the tour within a few clicks, an exercise solved by hand, something tried out in a copy, the
// look for a projector, and the company as on its first day.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { closeBridges, goTo, openBridge, settled } from './bridge.mjs';
import { axe, openBrowser, openPage } from './stage.mjs';

let browser;
let bridge;
let page;
let troubles;
let close;

before(async () => {
  bridge = await openBridge();
  browser = await openBrowser();
  ({ page, troubles, close } = await openPage(browser, bridge.url, { timezoneId: 'UTC', locale: 'en-GB' }));
  page.setDefaultTimeout(30_000);
});

after(async () => {
  await close?.();
  await browser?.close();
  closeBridges();
});

/** What just happened is shown, and said to a screen reader beside it. */
const toast = (text) => page.getByRole('region', { name: 'What just happened' }).getByText(text);
const button = (name) => page.getByRole('button', { name, exact: true });

it('from the first start the main job is three clicks away', async () => {
  await button('Open the training company').click();
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Training' }).click();
  await button('Do it: A sponsor asks').click();
  await page.getByRole('heading', { level: 1, name: 'My access' }).waitFor();
  assert.equal((await bridge.ask('show_desk')).me.email, 'aoife.byrne@larkfield.example');
});

it('an exercise is begun, marked, mended by hand and explained', async () => {
  await goTo(page, '/training');
  await button('Start: In the last three days').click();
  await button('Start').click();
  await toast('The exercise is ready.').waitFor();
  await button('Show a hint').click();
  await page.getByText('Open the extension among the requests', { exact: false }).waitFor();
  await button('Mark it').click();
  await page.getByText('Not solved yet').first().waitFor();
  assert.deepEqual(await axe(page), []);
  await button('Act as Beatriz Nogueira').click();
  await page.getByText('Acting', { exact: true }).waitFor();
  await goTo(page, '/approvals');
  await page.getByText('Invoice Matcher Lisbon would keep Invoice matching').waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing waits for your decision').waitFor();
  await goTo(page, '/training');
  await button('Mark it').click();
  await page.getByText('Why it matters', { exact: false }).waitFor();
  await page.getByText('1 of 6 solved').waitFor();
  assert.deepEqual(await axe(page), []);
});

it('what is tried out in a copy is gone afterwards', async () => {
  const { now } = await bridge.ask('show_clock');
  await button('Try out').click();
  await page.getByText('You are in a try-out', { exact: false }).waitFor();
  await button('14 days').click();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  assert.notEqual((await bridge.ask('show_clock')).now, now);
  assert.deepEqual(await axe(page), []);
  await button('End the try-out').click();
  await page.getByText('You are in a try-out', { exact: false }).waitFor({ state: 'detached' });
  assert.equal((await bridge.ask('show_clock')).now, now);
});

it('the clock is dragged with the keyboard', async () => {
  await settled(page);
  const { now } = await bridge.ask('show_clock');
  await page.getByRole('slider', { name: 'Drag the clock' }).focus();
  for (let day = 0; day < 3; day += 1) await page.keyboard.press('ArrowRight');
  await page.getByText('3 days ahead', { exact: false }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Now', { exact: true }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  const later = (await bridge.ask('show_clock')).now;
  assert.equal(Date.parse(later) - Date.parse(now), 3 * 86_400_000);
});

it('the projector shows the clock without the frame and is moved on by single keys', async () => {
  await page.getByRole('link', { name: 'Presenter view' }).click();
  await page.getByRole('heading', { level: 2, name: 'What just happened' }).waitFor();
  assert.equal(await page.getByRole('navigation', { name: 'Places' }).count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.density), 'projector');
  assert.deepEqual(await axe(page), []);
  const { now } = await bridge.ask('show_clock');
  await page.keyboard.press('d');
  await page.waitForFunction(
    (at) => Date.parse(document.querySelector('time').dateTime) > Date.parse(at) + 80_000_000,
    now,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Places' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.density), 'roomy');
});

it('the company is reset, and what was solved stays ticked off', async () => {
  await settled(page);
  await button('Reset the company').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset the company' }).click();
  await toast('The training company stands as on its first day.').waitFor();
  assert.equal((await bridge.ask('show_clock')).ahead, 'P0D');
  await goTo(page, '/training');
  await page.getByText('1 of 6 solved').waitFor();
  assert.deepEqual(await troubles(), []);
});
