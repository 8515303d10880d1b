// The product's own build against a bridge that answers like the core: the token leaves the address, the frame appears,
// a change of the core arrives, and going somewhere moves the focus.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { axe, openBrowser, openPage, serve } from './stage.mjs';

const root = new URL('..', import.meta.url).pathname;
const bridgePolicy = "default-src 'self'; style-src 'self'; img-src 'self' data:";
const me = {
  person: { id: '1', displayName: 'Nadia el Amrani' },
  email: 'nadia@northwind.example',
  roles: ['administrator'],
  may: ['list_agents', 'list_audit'],
  agents: 3,
};

let browser;
let site;
let waiting;
let changed;
const state = { name: 'Northwind', open: false };

function answer(command) {
  const now = '2026-03-01T09:30:00Z';
  if (command === 'show_desk')
    return {
      workspace: state.open ? { name: state.name, kind: 'training', folder: '/' } : null,
      me: state.open ? me : null,
      now: state.open ? now : null,
    };
  if (command === 'open_training_company') {
    state.open = true;
    tell('desk');
    return answer('show_desk');
  }
  if (command === 'show_clock') return { kind: 'training', now, ahead: 'P3D', nextEvent: null };
  if (command === 'show_home') return { now, notices: [{}, {}], approvals: [{}] };
  return undefined;
}

function tell(...tags) {
  changed += 1;
  waiting?.(tags);
  waiting = undefined;
}

before(async () => {
  changed = 0;
  site = await serve(`${root}dist`, bridgePolicy, (request, response, body) => {
    if (request.headers.authorization !== 'Bearer t0ken') return response.writeHead(401).end('{}');
    const reply = (status, value) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/rpc') {
      const view = answer(JSON.parse(body).command);
      return view ? reply(200, view) : reply(404, { code: 'not_found', message: 'No such thing.' });
    }
    if (request.url.startsWith('/changes')) {
      waiting = (tags) => reply(200, { after: changed, tags });
      return true;
    }
    return false;
  });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  site?.close();
});

it('starts, follows the core and keeps to the policy', async () => {
  const { page, troubles, close } = await openPage(browser, `${site.url}/index.html#bridge=t0ken`);
  await page.getByRole('button', { name: 'Open the training company' }).waitFor();
  assert.equal(new URL(page.url()).hash, '#/', 'the token left the address');
  assert.deepEqual(await axe(page), []);

  await page.getByRole('button', { name: 'Open the training company' }).click();
  const rail = page.getByRole('navigation', { name: 'Places' });
  await rail.waitFor();
  assert.equal(await rail.getByRole('link', { name: 'People' }).count(), 0, 'a place that the role does not allow');
  await page.getByText('Northwind', { exact: true }).waitFor();

  state.name = 'Northwind two';
  tell('desk');
  await page.getByText('Northwind two').waitFor();

  await rail.getByRole('link', { name: 'Audit' }).click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && location.hash === '#/audit');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(await troubles(), []);
  await close();
});
