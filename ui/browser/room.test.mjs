// Whether every screen and dialog has room for German, whose words are long, and for languages that run from right to left.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { closeBridges } from './bridge.mjs';
import { examineRoom } from './examine.mjs';
import { openDesk } from './rounds/desk.mjs';
import { openMainJob } from './rounds/mainJob.mjs';
import { openBrowser } from './stage.mjs';

let browser;

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  closeBridges();
});

it('the screens of the desk fit in German and from right to left', async () => {
  const { bridge, screens, runWorkflow } = await openDesk();
  assert.deepEqual(await examineRoom(bridge, browser, screens), []);
  assert.deepEqual(await examineRoom(bridge, browser, await runWorkflow()), []);
});

it('the screens of the main job fit in German and from right to left', async () => {
  const { bridge, screens } = await openMainJob();
  assert.deepEqual(await examineRoom(bridge, browser, screens), []);
});
