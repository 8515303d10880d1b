// The real engine for browser tests: starts the bridge binary, asks it as any person, and opens pages on it.
// CHAPERONE_BRIDGE names a built binary; without it, cargo runs the one of the workspace. ui/dist must be built before;
// CHAPERONE_DIST names another folder.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openPage } from './stage.mjs';

const repository = new URL('../..', import.meta.url).pathname;

function start(given) {
  const { CHAPERONE_BRIDGE: built, CHAPERONE_DIST: dist } = process.env;
  const options = dist ? [...given, '--dist', dist] : given;
  return built
    ? spawn(built, options, { stdio: ['pipe', 'pipe', 'inherit'] })
    : spawn('cargo', ['run', '-q', '-p', 'chaperone-tests', '--bin', 'bridge', '--', ...options], {
        cwd: repository,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
}

const opened = new Set();

/** Ends all bridges of a test file, also those of tests that failed half-way: a bridge left behind keeps the file running. */
export function closeBridges() {
  for (const bridge of opened) bridge.stdin.end();
}

/** A bridge with its own workspace and its own stopped clock. */
export async function openBridge(...options) {
  const process = start(options);
  opened.add(process);
  const ended = new Promise((_, fail) => process.once('exit', (code) => fail(new Error(`The bridge ended: ${code}.`))));
  const line = (async () => {
    for await (const first of createInterface({ input: process.stdout })) return first;
    return ended;
  })();
  ended.catch(() => undefined);
  const { url } = JSON.parse(await line);
  const token = new URL(url).hash.replace('#bridge=', '');

  /** Carries out a command; a refusal is thrown. */
  async function ask(command, payload = {}) {
    const answer = await fetch(new URL('/rpc', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ command, payload }),
    });
    const view = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(`${command}: ${view.message}`), view);
    return view;
  }

  return {
    url,
    ask,
    /** Looks at a request and decides on it, with `approve_request` or `deny_request`. */
    async decide(command, requestId, justification) {
      const { request } = await ask('show_approval', { requestId });
      return ask(command, { requestId, justification, fingerprint: request.fingerprint });
    },
    /** From now on everything is done by the person with this address. */
    async actAs(email) {
      const { rows } = await ask('list_people', { filter: { search: email } });
      await ask('act_as', { personId: rows[0].id });
      return rows[0];
    },
    /** Opens the interface at a route, as whoever acts. The zone is fixed, so that pictures are the same everywhere. */
    open: (browser, route = '/', options = {}) => openAt(browser, url, route, options),
  };
}

async function openAt(browser, url, route, options) {
  const opened = await openPage(browser, url, { timezoneId: 'UTC', locale: 'en-GB', ...options });
  opened.page.setDefaultTimeout(30_000);
  await opened.page.getByRole('navigation', { name: /^(Places|Orte)$/ }).waitFor();
  if (route !== '/') await goTo(opened.page, route);
  return opened;
}

/** Goes to a route and waits until its heading stands and nothing is loading any more. */
export async function goTo(page, route) {
  await page.evaluate((to) => (location.hash = `#${to}`), route);
  await settled(page);
}

export async function settled(page) {
  await page.waitForTimeout(120);
  await page.waitForFunction(() => {
    const main = document.querySelector('main');
    const busy = main?.querySelector('.bars[role="status"], .waiting, [aria-busy="true"]');
    return main?.querySelector('h1') && !busy;
  });
}
