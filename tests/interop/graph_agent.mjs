// An agent with Microsoft Graph's client for JavaScript. Over plain http that client leaves its token away, so the first
// middleware adds it; over https it would need none.
import { execFileSync } from 'node:child_process';
import { DefaultAzureCredential } from '@azure/identity';
import { Client, HTTPMessageHandler, RetryHandler, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';

const door = JSON.parse(process.env.CHAPERONE_DOOR);
const credential = new DefaultAzureCredential();

class Bearer {
  setNext(next) {
    this.next = next;
  }

  async execute(context) {
    const { token } = await credential.getToken('https://graph.microsoft.com/.default');
    context.options.headers = { ...context.options.headers, Authorization: `Bearer ${token}` };
    return this.next.execute(context);
  }
}

const chain = [new Bearer(), new RetryHandler(new RetryHandlerOptions()), new HTTPMessageHandler()];
chain.forEach((part, place) => chain[place + 1] && part.setNext(chain[place + 1]));
const client = Client.initWithMiddleware({ baseUrl: `${door.urls[0]}/`, defaultVersion: 'v1.0', middleware: chain[0] });
const entitlement = '/identityGovernance/entitlementManagement';

const approve = (request) =>
  execFileSync(process.env.CHAPERONE, [
    '--quiet', '--as', 'beatriz.nogueira@larkfield.example', 'approval', 'approve', request,
  ]);

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
await client.api(`${entitlement}/assignmentRequests`).post({ requestType: 'userRemove', assignment: { id: held[0].id } });
try {
  await client.api(`${entitlement}/assignmentRequests`).post({
    requestType: 'userAdd',
    assignment: { access_package_id: accessPackageId },
  });
  check(false, 'a misspelt name is not passed over');
} catch (refused) {
  check(refused.statusCode === 400 && refused.message.includes('accessPackageId'), refused.message);
}
