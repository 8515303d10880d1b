// An agent with Microsoft Graph's client for JavaScript, by https: over plain http that client leaves its token away, and it
// follows no link.
import { execFileSync } from 'node:child_process';
import { DefaultAzureCredential } from '@azure/identity';
import { Client, PageIterator } from '@microsoft/microsoft-graph-client';

const door = JSON.parse(process.env.CHAPERONE_DOOR);
const credential = new DefaultAzureCredential();

const client = Client.init({
  baseUrl: `${door.https.urls[0]}/`,
  defaultVersion: 'v1.0',
  customHosts: new Set(['127.0.0.1']),
  authProvider: (done) =>
    credential.getToken('https://graph.microsoft.com/.default').then(
      ({ token }) => done(null, token),
      (refused) => done(refused, null),
    ),
});
const entitlement = '/identityGovernance/entitlementManagement';

const APPROVER = 'beatriz.nogueira@larkfield.example';
const atTheDesk = (...words) => execFileSync(process.env.CHAPERONE, ['--as', APPROVER, ...words]);
/** A person decides on what they were shown. */
const approve = (request) => {
  const shown = JSON.parse(atTheDesk('--json', 'approval', 'show', request)).request.fingerprint;
  return atTheDesk('--quiet', 'approval', 'approve', '--shown', shown, request);
};

const check = (holds, what) => {
  if (!holds) throw new Error(what);
};

const packages = await client.api(`${entitlement}/accessPackages/filterByCurrentUser(on='allowedRequestor')`).get();
const accessPackageId = packages.value.find((one) => one.displayName === 'Invoice matching').id;
const ask = () =>
  client.api(`${entitlement}/assignmentRequests`).post({
    requestType: 'userAdd',
    justification: 'Match the invoices of this month',
    assignment: { accessPackageId },
  });

const first = await ask();
await client.api(`${entitlement}/assignmentRequests/${first.id}/cancel`).post();
const asked = await ask();
approve(asked.id);
const decided = await client
  .api(`${entitlement}/assignmentRequests/${asked.id}`)
  .expand('accessPackage,requestor,assignment($expand=target)')
  .get();
check(decided.state === 'delivered', `the request is ${decided.state}`);
const mine = await client.api(`${entitlement}/assignments/filterByCurrentUser(on='target')`).get();
const held = mine.value.filter((one) => one.state === 'delivered');
check(held.length === 1, `${held.length} assignments`);
await client
  .api(`${entitlement}/assignmentRequests`)
  .post({ requestType: 'userRemove', assignment: { id: held[0].id } });
const page = await client.api(`${entitlement}/assignmentRequests/filterByCurrentUser(on='target')`).top(1).get();
check(page['@odata.nextLink'].startsWith('https://'), 'there is more than one page, by https');
let seen = 0;
await new PageIterator(client, page, () => {
  seen += 1;
  return true;
}).iterate();
check(seen === 3, `${seen} requests by paging`);
try {
  await client.api(`${entitlement}/assignmentRequests`).post({
    requestType: 'userAdd',
    assignment: { access_package_id: accessPackageId },
  });
  check(false, 'a misspelt name is not passed over');
} catch (refused) {
  check(refused.statusCode === 400 && refused.message.includes('accessPackageId'), refused.message);
}
