// Every screen of the main job and each of its dialogs, from every side on the real engine.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { closeBridges } from './bridge.mjs';
import { examine } from './examine.mjs';
import { openMainJob } from './rounds/mainJob.mjs';
import { openBrowser } from './stage.mjs';

let browser;
let round;

before(async () => {
  round = await openMainJob();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  closeBridges();
});

it('every screen and dialog of the main job is clean in light, in dark and in a small window', async () => {
  assert.deepEqual(await examine(round.bridge, browser, round.screens), []);
});
