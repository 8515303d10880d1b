// The same as an agent, with Azure's credential for a client's secret; then a sponsor on behalf of it, an administrator
// directly, and what is refused as the client's own error. By https alone: over plain http this client leaves its token away.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { ClientSecretCredential, DeviceCodeCredential } from '@azure/identity';
import { Client } from '@microsoft/microsoft-graph-client';

const door = JSON.parse(process.env.CHAPERONE_DOOR).https;
const agent = process.env.CHAPERONE_AGENT_ID;
const SCOPE = 'https://graph.microsoft.com/.default';
const SPONSOR = 'aoife.byrne@larkfield.example';
const APPROVER = 'beatriz.nogueira@larkfield.example';
const ADMINISTRATOR = 'ines.ferreira@larkfield.example';
const PROGRAM = '14d82eec-204b-4c2f-b7e8-296a70dab67e';
const entitlement = '/identityGovernance/entitlementManagement';

const check = (holds, what) => {
  if (!holds) throw new Error(what);
};
const human = (who, ...words) => execFileSync(process.env.CHAPERONE, ['--quiet', '--as', who, ...words]);
/** A person decides on what they were shown. */
const approve = (request) => {
  const look = ['--as', APPROVER, '--json', 'approval', 'show', request];
  const shown = JSON.parse(execFileSync(process.env.CHAPERONE, look)).request.fingerprint;
  human(APPROVER, 'approval', 'approve', '--shown', shown, request);
};
const graph = (getToken) =>
  Client.init({
    baseUrl: `${door.urls[0]}/`,
    defaultVersion: 'v1.0',
    customHosts: new Set(['127.0.0.1']),
    authProvider: (done) => getToken().then((token) => done(null, token), (refused) => done(refused, null)),
  });

const place = { authorityHost: door.urls[0], disableInstanceDiscovery: true };
const own = new ClientSecretCredential(door.tenantId, agent, process.env.CHAPERONE_AGENT_SECRET, place);
const itself = graph(async () => (await own.getToken(SCOPE)).token);
const offered = await itself.api(`${entitlement}/accessPackages/filterByCurrentUser(on='allowedRequestor')`).get();
const accessPackageId = offered.value.find((one) => one.displayName === 'Invoice matching').id;

const wrong = new ClientSecretCredential(door.tenantId, agent, 'chp_wrong', place);
await wrong.getToken(SCOPE).then(
  () => check(false, 'a wrong secret got a token'),
  (refused) => check(refused.message.includes('wrong_secret'), refused.message),
);

// People sign in by a code: each confirms at the desk what this program shows.
const signedIn = (who) => {
  const credential = new DeviceCodeCredential({
    ...place,
    tenantId: door.tenantId,
    clientId: PROGRAM,
    userPromptCallback: ({ userCode }) => human(who, 'door', 'confirm', userCode),
  });
  return graph(async () => (await credential.getToken(SCOPE)).token);
};
const [sponsor, administrator] = [signedIn(SPONSOR), signedIn(ADMINISTRATOR)];

const onBehalf = {
  requestType: 'userAdd',
  justification: 'Month end',
  assignment: { accessPackageId, target: { objectId: agent, subjectType: 'servicePrincipal' } },
};
const asked = await sponsor.api(`${entitlement}/assignmentRequests`).post(onBehalf);
const refused = async (call, status, code) => {
  try {
    await call;
  } catch (error) {
    check(error.statusCode === status && error.code === code, `${error.statusCode} ${error.code} ${error.message}`);
    return check(error.message.endsWith('.'), error.message);
  }
  check(false, `${code} was expected`);
};
await refused(sponsor.api(`${entitlement}/assignmentRequests`).post(onBehalf), 409, 'already_requested');
approve(asked.id);
const delivered = await sponsor
  .api(`${entitlement}/assignmentRequests/${asked.id}`)
  .expand('requestor,assignment($expand=target)')
  .get();
check(delivered.state === 'delivered' && delivered.assignment.target.objectId === agent, JSON.stringify(delivered));
await sponsor
  .api(`${entitlement}/assignmentRequests`)
  .post({ requestType: 'userRemove', assignment: { id: delivered.assignment.id } });

const policies = await administrator
  .api(`${entitlement}/assignmentPolicies`)
  .filter(`accessPackage/id eq '${accessPackageId}'`)
  .get();
const direct = {
  requestType: 'adminAdd',
  justification: 'By hand',
  assignment: { targetId: agent, assignmentPolicyId: policies.value[0].id, accessPackageId },
};
const filed = await administrator.api(`${entitlement}/assignmentRequests`).post(direct);
if (filed.state === 'pendingApproval') approve(filed.id);
await refused(sponsor.api(`${entitlement}/assignmentRequests`).post(direct), 403, 'forbidden');
await refused(administrator.api(`${entitlement}/assignmentRequests/${randomUUID()}`).get(), 404, 'not_found');
await refused(itself.api(`${entitlement}/accessPackages`).filter('nonsense').get(), 400, 'bad_request');
