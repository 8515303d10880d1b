// What goes into the environment of an agent's program, so that Microsoft's libraries find the door by themselves.
import type { DoorStands } from '../../generated/contract';

/** Lines for a shell or a settings file. */
export function environmentOf(stands: DoorStands, secret: string): string {
  const lines = [
    `DOOR=${stands.http.urls[0] ?? ''}`,
    `IDENTITY_ENDPOINT=${stands.http.identityEndpoint}`,
    `IDENTITY_HEADER=${secret}`,
  ];
  if (stands.https) {
    const file = stands.caFile ?? '';
    lines.push(
      `# ${stands.https.urls[0] ?? ''}`,
      `NODE_EXTRA_CA_CERTS=${file}`,
      `SSL_CERT_FILE=${file}`,
      `REQUESTS_CA_BUNDLE=${file}`,
    );
  }
  return lines.join('\n');
}
