// The product's own build on the real engine: the token leaves the address, the frame appears, what another process writes
// arrives, a role hides places, and going somewhere moves the focus.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { closeBridges, openBridge } from './bridge.mjs';
import { axe, openBrowser, openPage } from './stage.mjs';

let browser;
let bridge;

before(async () => {
  bridge = await openBridge();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  closeBridges();
});

it('starts, follows the core and keeps to the policy', async () => {
  const { page, troubles, close } = await openPage(browser, bridge.url, { timezoneId: 'UTC' });
  await page.getByRole('button', { name: 'Open the training company' }).waitFor();
  assert.equal(new URL(page.url()).hash, '#/', 'the token left the address');
  assert.deepEqual(await axe(page), []);

  await page.getByRole('button', { name: 'Open the training company' }).click();
  const rail = page.getByRole('navigation', { name: 'Places' });
  await rail.waitFor();
  await bridge.actAs('ines.ferreira@larkfield.example');
  await rail.getByRole('link', { name: 'Audit' }).waitFor();

  await bridge.ask('update_settings', { name: 'Larkfield two' });
  await page.getByText('Larkfield two').first().waitFor();

  await rail.getByRole('link', { name: 'Audit' }).click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && location.hash === '#/audit');
  assert.deepEqual(await axe(page), []);

  await bridge.actAs('beatriz.nogueira@larkfield.example');
  await rail.getByRole('link', { name: 'Audit' }).waitFor({ state: 'detached' });
  assert.equal(await rail.getByRole('link', { name: 'Approvals' }).count(), 1);
  // Whoever loses the right to a page while looking at it is told so, and Chromium notes the refusal.
  assert.deepEqual(
    (await troubles()).filter((line) => !/status of 40[349]/.test(line)),
    [],
  );
  await close();
});
