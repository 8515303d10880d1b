// The agents' own door as people see it: switched in the settings, its secrets on the pages of agents and blueprints, a
// sign-in confirmed from the palette. Who keeps the door is the desktop's business; the bridge keeps none and says so.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { closeBridges, goTo, openBridge } from './bridge.mjs';
import { examine } from './examine.mjs';
import { openBrowser } from './stage.mjs';

const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const SPONSOR = 'aoife.byrne@larkfield.example';

let browser;
let bridge;
const ids = {};

before(async () => {
  bridge = await openBridge('--training');
  browser = await openBrowser();
  const { ask, actAs } = bridge;
  await actAs(SPONSOR);
  ids.agent = (await ask('list_agents', { filter: { mine: true, state: 'active' } })).rows[0].id;
  await actAs(ADMINISTRATOR);
  ids.blueprint = (await ask('list_blueprints')).rows[0].id;
  await ask('switch_door', { isOpen: true, isHttps: true });
  await ask('issue_agent_secret', { agentId: ids.agent, displayName: 'night run' });
  const old = await ask('issue_agent_secret', { agentId: ids.agent, displayName: 'last year’s run' });
  await ask('revoke_agent_secret', { secretId: old.row.id });
});

after(async () => {
  await browser?.close();
  closeBridges();
});

const palette = async (page) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('confirm a sign');
  await page.getByRole('option', { name: 'Confirm a sign-in' }).click();
  await page.getByRole('dialog', { name: 'Confirm a sign-in' }).waitFor();
};

const screens = () => [
  {
    name: 'an open door',
    who: ADMINISTRATOR,
    route: '/settings',
    then: (page) => page.getByText('Open, but not kept').waitFor(),
  },
  { name: 'secrets of an agent', who: ADMINISTRATOR, route: `/agents/${ids.agent}?tab=secrets` },
  { name: 'secrets seen by a sponsor', who: SPONSOR, route: `/agents/${ids.agent}?tab=secrets` },
  {
    name: 'giving a secret',
    who: ADMINISTRATOR,
    route: `/agents/${ids.agent}?tab=secrets`,
    then: (page) => page.getByRole('button', { name: 'Give a secret' }).click(),
  },
  { name: 'secrets of a blueprint', who: ADMINISTRATOR, route: `/blueprints/${ids.blueprint}?tab=secrets` },
  { name: 'confirming a sign-in', who: SPONSOR, route: '/', then: palette },
];

describe('the agents’ own door', () => {
  it('is clean in light, in dark and in a small window', async () => {
    assert.deepEqual(await examine(bridge, browser, screens()), []);
  });

  it('is closed and opened by an administrator, and gives a secret that is shown once and revoked', async () => {
    await bridge.actAs(ADMINISTRATOR);
    const { page, close } = await bridge.open(browser, '/settings');
    page.setDefaultTimeout(10_000);
    const door = page.getByRole('switch', { name: 'Let agents in' });
    await door.click();
    await page.getByText('Closed', { exact: true }).waitFor();
    assert.equal((await bridge.ask('show_door')).isOpen, false);
    await door.click();
    await page.getByText('Open, but not kept').waitFor();

    await goTo(page, `/agents/${ids.agent}?tab=secrets`);
    await page.getByRole('button', { name: 'Give a secret' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where it is used').fill('browser run');
    await dialog.getByRole('button', { name: 'Give a secret' }).click();
    const secret = await dialog.locator('code').first().textContent();
    assert.match(secret, /^chp_[0-9a-f]{32}_[0-9a-f]{64}$/);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const row = page.getByRole('row', { name: /browser run/ });
    await row.getByText('In force').waitFor();
    assert.equal(await page.getByText(secret).count(), 0, 'it is shown once');
    await row.getByRole('button', { name: 'Revoke browser run' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked', { exact: true }).waitFor();
    await close();
  });

  it('tells who typed a code with which no program waits', async () => {
    await bridge.actAs(SPONSOR);
    const { page, close } = await bridge.open(browser);
    page.setDefaultTimeout(10_000);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await palette(page);
    await page.getByLabel('Code').fill('BBBB-BBBB');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await close();
  });
});
