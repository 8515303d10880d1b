// Takes the pictures of the README on the real engine: the training company, some weeks into the main job.
// `npm run pictures` builds the interface first; the bridge is started as for the browser tests.
import { mkdir } from 'node:fs/promises';
import { closeBridges, goTo, openBridge, settled } from './bridge.mjs';
import { openBrowser } from './stage.mjs';

const FOLDER = new URL('../pictures/', import.meta.url);
const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const SPONSOR = 'aoife.byrne@larkfield.example';
const APPROVER = 'beatriz.nogueira@larkfield.example';

/** What an administrator hands out by themselves: to which agents, and for how long. */
async function handOut(bridge, beginning, duration, count) {
  await bridge.actAs(ADMINISTRATOR);
  const { rows } = await bridge.ask('list_agents', { filter: { search: beginning, state: 'active' } });
  const found = await bridge.ask('list_access_packages', { filter: { search: 'Invoice matching' } });
  const { policies } = await bridge.ask('show_access_package', { accessPackageId: found.rows[0].id });
  const direct = policies.find((policy) => policy.displayName.startsWith('Assigned'));
  await bridge.ask('assign_to_agents', {
    agentIds: rows.slice(0, count).map((agent) => agent.id),
    accessPackageId: found.rows[0].id,
    policyId: direct.id,
    duration,
    justification: 'Ordered by the head of the department.',
  });
}

/** Agents of the sponsor with access that ends at different times, and one request that waits; others with access of their own. */
async function liveThrough(bridge) {
  await handOut(bridge, 'Market Scout', '12d', 3);
  await bridge.actAs(SPONSOR);
  const agents = await bridge.ask('list_agents', { filter: { mine: true, state: 'active' } });
  const packages = await bridge.ask('list_access_packages', { filter: { search: 'Invoice matching' } });
  const accessPackageId = packages.rows[0].id;
  for (const [position, agent] of agents.rows.slice(0, 3).entries()) {
    await bridge.actAs(SPONSOR);
    const ask = { agentId: agent.id, accessPackageId, justification: 'Matches the invoices of the quarter.' };
    const { request } = await bridge.ask('request_access', ask);
    await bridge.actAs(APPROVER);
    await bridge.decide('approve_request', request.id);
    await bridge.ask('advance_clock', { by: position === 0 ? '3d' : '5d' });
  }
  await handOut(bridge, 'Support Triage', '26d', 3);
  await bridge.ask('advance_clock', { by: '6d' });
  await handOut(bridge, 'Route Planner', '30d', 3);
  await bridge.actAs(SPONSOR);
  const last = agents.rows[3];
  if (last)
    await bridge.ask('request_access', {
      agentId: last.id,
      accessPackageId,
      justification: 'Opens the account of the new depot.',
    });
}

const bridge = await openBridge('--training');
const browser = await openBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  await liveThrough(bridge);
  const shots = [
    ['home', SPONSOR, '/', 'light', 'en'],
    ['approvals', APPROVER, '/approvals', 'dark', 'en'],
    ['assignments', ADMINISTRATOR, '/assignments?inForce=all&as=months', 'light', 'de'],
  ];
  for (const [name, who, route, theme, language] of shots) {
    await bridge.actAs(who);
    const locale = language === 'de' ? 'de-DE' : 'en-GB';
    const { page } = await bridge.open(browser, route, {
      theme,
      language,
      locale,
      viewport: { width: 1280, height: 720 },
    });
    await goTo(page, route);
    await settled(page);
    await page.screenshot({ path: new URL(`${name}.png`, FOLDER).pathname });
    await page.close();
  }
} finally {
  await browser.close();
  closeBridges();
}
