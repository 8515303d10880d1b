import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { fakeBackend, type Handlers } from '../../backend/fake';
import type { DoorAddresses, DoorKeepingView, DoorView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Door from './Door.svelte';

const at = (base: string): DoorAddresses => ({
  urls: [base],
  tenantId: 'tenant',
  graph: `${base}/v1.0`,
  authority: `${base}/tenant`,
  tokenEndpoint: `${base}/tenant/oauth2/v2.0/token`,
  identityEndpoint: `${base}/msi/token`,
  mcp: `${base}/mcp`,
});
const door: DoorView = { isOpen: true, port: 24273, isHttps: false, tenantId: 'tenant', may: ['switch_door'] };
const here: DoorKeepingView = {
  keeping: 'here',
  stands: { http: at('http://127.0.0.1:24273'), https: at('https://127.0.0.1:24274'), caFile: '/c/door-ca.pem' },
  message: null,
  saying: null,
};

function show(shown: Partial<DoorView>, keeping: DoorKeepingView, more: Handlers = {}) {
  const backend = fakeBackend({
    show_door: () => ({ ...door, ...shown }),
    show_door_keeping: () => keeping,
    ...more,
  });
  showScreen(backend, Door);
  return backend;
}

it('gives a program what it needs to find the door', async () => {
  show({}, here);
  expect(await screen.findByText('Open, kept by this window')).toBeTruthy();
  expect(screen.getByText('https://127.0.0.1:24274')).toBeTruthy();
  expect(screen.getByText('/c/door-ca.pem')).toBeTruthy();
  expect(screen.getByText(/IDENTITY_ENDPOINT=http:\/\/127\.0\.0\.1:24273\/msi\/token/)).toBeTruthy();
});

it('says in the core’s own sentence why the door could not be opened', async () => {
  const message = 'Port 24273 on loopback can’t be used; stop what uses it, or choose another.';
  show({}, { keeping: 'failed', stands: null, message, saying: { code: 'port', case: null, values: {} } });
  expect(await screen.findByText(message)).toBeTruthy();
  expect(screen.queryByText(/IDENTITY_ENDPOINT/)).toBeNull();
});

it('switches the door at once, and port and HTTPS together when they are saved', async () => {
  const backend = show({ isOpen: false }, { ...here, keeping: 'closed', stands: null }, { switch_door: () => door });
  const asked = () => backend.calls.filter(({ command }) => command === 'switch_door').map(({ payload }) => payload);
  await userEvent.click(await screen.findByRole('switch', { name: 'Let agents in' }));
  await vi.waitFor(() => expect(asked()).toEqual([{ isOpen: true }]));
  const port = screen.getByRole('spinbutton', { name: /^Port/ });
  await userEvent.clear(port);
  await userEvent.type(port, '70000');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Write a whole number from 0 to 65535.')).toBeTruthy();
  await userEvent.clear(port);
  await userEvent.type(port, '4000');
  await userEvent.click(screen.getByRole('checkbox', { name: /^HTTPS too/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(asked()[1]).toEqual({ isOpen: false, port: 4000, isHttps: true }));
});

it('offers those who may not switch it nothing to change', async () => {
  show({ may: [] }, here);
  expect(await screen.findByText('Open, kept by this window')).toBeTruthy();
  expect(screen.queryByRole('switch')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
});
