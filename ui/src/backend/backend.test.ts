import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClockView } from '../generated/contract';
import Both from './Both.host.svelte';
import { bridgeBackend, takeBridgeToken } from './bridge';
import { COMMANDS } from './contract';
import Host from './Desk.host.svelte';
import { fakeBackend } from './fake';
import { invalidate, newQueryClient, readKey } from './reads';
import { Refusal } from './refusal';

const clock = (now: string): ClockView => ({ kind: 'training', now, ahead: 'PT0S', nextEvent: null });

describe('a refusal', () => {
  it('keeps code, sentence and details of the core', () => {
    const refusal = Refusal.from({ code: 'own_request', message: 'Ask another approver.', details: { stage: 1 } });
    expect(refusal).toMatchObject({ code: 'own_request', message: 'Ask another approver.', details: { stage: 1 } });
    expect(Refusal.from(refusal)).toBe(refusal);
  });

  it('does not show the words of a broken program', () => {
    const refusal = Refusal.from(new TypeError('x is undefined'));
    expect(refusal.code).toBe('unexpected');
    expect(refusal.message).not.toContain('undefined');
  });
});

describe('the bridge', () => {
  const fetched = vi.fn<typeof fetch>();
  beforeEach(() => {
    fetched.mockReset();
    vi.stubGlobal('fetch', fetched);
    sessionStorage.clear();
  });
  afterEach(() => vi.unstubAllGlobals());

  it('takes its token out of the address and remembers it for the tab', () => {
    location.hash = '#bridge=abc%2Fdef';
    expect(takeBridgeToken()).toBe('abc/def');
    expect(location.hash).not.toContain('abc');
    expect(takeBridgeToken()).toBe('abc/def');
  });

  it('sends command and payload with the token, and answers with the view', async () => {
    fetched.mockResolvedValueOnce(Response.json(clock('2026-03-01T00:00:00Z')));
    const view = await bridgeBackend('secret').call('show_clock', {});
    expect(view).toMatchObject({ now: '2026-03-01T00:00:00Z' });
    const [address, request] = fetched.mock.calls[0] ?? [];
    expect(address).toBe('/rpc');
    expect(request?.body).toBe('{"command":"show_clock","payload":{}}');
    expect(new Headers(request?.headers).get('authorization')).toBe('Bearer secret');
  });

  it('throws what the core refused, and says so when nobody answers', async () => {
    const backend = bridgeBackend('secret');
    fetched.mockResolvedValueOnce(Response.json({ code: 'not_found', message: 'No such agent.' }, { status: 404 }));
    await expect(backend.call('show_agent', {})).rejects.toMatchObject({ code: 'not_found' });
    fetched.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
    await expect(backend.call('show_agent', {})).rejects.toMatchObject({ code: 'unexpected' });
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(backend.call('show_agent', {})).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('follows changes from where it left off, through failures, until nobody listens', async () => {
    vi.useFakeTimers();
    const heard: string[][] = [];
    fetched.mockResolvedValueOnce(Response.json({ after: 4, tags: ['agents'] }));
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    fetched.mockResolvedValueOnce(Response.json({ after: 4, tags: [] }));
    fetched.mockImplementation(() => new Promise(() => undefined));
    const stop = bridgeBackend('secret').onChanged((tags) => heard.push(tags));
    await vi.advanceTimersByTimeAsync(5_000);
    stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heard).toEqual([['agents']]);
    expect(fetched.mock.calls.map(([address]) => address)).toEqual([
      '/changes?after=0',
      '/changes?after=4',
      '/changes?after=4',
      '/changes?after=4',
    ]);
    vi.useRealTimers();
  });
});

describe('changes of the core', () => {
  it('make exactly those reads stale that declare one of the tags', async () => {
    const client = newQueryClient();
    const stale = () =>
      client
        .getQueryCache()
        .getAll()
        .filter((query) => query.state.isInvalidated)
        .map((query) => query.queryKey[0]);
    for (const command of ['show_agent', 'list_people', 'list_audit', 'undeclared'])
      client.setQueryData(readKey(command, {}), {});
    await invalidate(client, COMMANDS, ['people']);
    expect(stale(), 'a command that declares nothing is never trusted').toEqual(['list_people', 'undeclared']);
    await invalidate(client, COMMANDS, ['assignments']);
    expect(stale()).toContain('show_agent');
    expect(stale()).not.toContain('list_audit');
  });

  it('are shown by a read that is on screen', async () => {
    let now = '2026-03-01T00:00:00Z';
    const backend = fakeBackend({ show_clock: () => clock(now) });
    render(Host, { backend });
    expect(await screen.findByText('2026-03-01T00:00:00Z')).toBeTruthy();
    now = '2026-03-02T00:00:00Z';
    backend.change('people');
    backend.change('clock');
    expect(await screen.findByText('2026-03-02T00:00:00Z')).toBeTruthy();
    expect(backend.calls.filter(({ command }) => command === 'show_clock')).toHaveLength(2);
  });

  it('are shown by a read whose first answer was still on its way', async () => {
    const answers: ((view: ClockView) => void)[] = [];
    const backend = fakeBackend({ show_clock: () => new Promise<ClockView>((resolve) => answers.push(resolve)) });
    render(Host, { backend });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    backend.change('clock');
    answers[0]?.(clock('2026-03-01T00:00:00Z'));
    await vi.waitFor(() => expect(answers, 'what was asked before the change is not to be trusted').toHaveLength(2));
    answers[1]?.(clock('2026-03-02T00:00:00Z'));
    expect(await screen.findByText('2026-03-02T00:00:00Z')).toBeTruthy();
  });
});

describe('an action', () => {
  it('keeps the refusal where it happened, and forgets it at the next attempt', async () => {
    let refuse = true;
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      advance_clock: () => {
        if (refuse) throw new Refusal('clock_backwards', 'The clock only moves forward.');
        return { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', done: [] };
      },
    });
    render(Host, { backend });
    await userEvent.click(screen.getByRole('button', { name: 'Advance' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The clock only moves forward.');
    refuse = false;
    await userEvent.click(screen.getByRole('button', { name: 'Advance' }));
    await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(screen.getByRole('status').textContent).toBe('2026-03-02T00:00:00Z');
  });
});

describe('a list', () => {
  it('opens a new snapshot when its rows change, closes the old one, and closes all when it goes', async () => {
    let opened = 0;
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => ({ handle: `h${++opened}`, count: opened * 10, first: null }),
      read_list: () => ({ of: 'people', rows: [] }),
      close_list: () => ({ closed: true }) as never,
    });
    const { unmount } = render(Host, { backend, list: true });
    expect(await screen.findByText('10 people')).toBeTruthy();
    backend.change('people');
    expect(await screen.findByText('20 people')).toBeTruthy();
    const closed = () => backend.calls.filter(({ command }) => command === 'close_list').map(({ payload }) => payload);
    await vi.waitFor(() => expect(closed()).toEqual([{ handle: 'h1' }]));
    unmount();
    expect(closed()).toEqual([{ handle: 'h1' }, { handle: 'h2' }]);
  });

  it('that takes long to open shows its first rows meanwhile', async () => {
    let open: (() => void) | undefined;
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => new Promise((done) => (open = () => done({ handle: 'h', count: 1_000_000, first: null }))),
      preview_list: () => ({ of: 'people', rows: Array.from({ length: 64 }, () => ({})) }) as never,
      close_list: () => ({ wasOpen: true }),
    });
    render(Host, { backend, list: true });
    expect(await screen.findByText('64 people and more')).toBeTruthy();
    await vi.waitFor(() => expect(open).toBeDefined());
    open?.();
    expect(await screen.findByText('1000000 people')).toBeTruthy();
    const asked = { list: { of: 'people', filter: {} }, first: 64 };
    expect(backend.calls).toContainEqual({ command: 'preview_list', payload: asked });
  });

  it('is only opened when its first rows were drawn, or when they keep it waiting', async () => {
    const answers: (() => void)[] = [];
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => ({ handle: 'h', count: 3, first: null }),
      preview_list: () =>
        new Promise((done) => answers.push(() => done({ of: 'people', rows: [{}, {}, {}] } as never))) as never,
      close_list: () => ({ wasOpen: true }),
    });
    const opened = () => backend.calls.some(({ command }) => command === 'open_list');
    const { unmount } = render(Host, { backend, list: true });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(opened()).toBe(false);
    answers[0]?.();
    expect(await screen.findByText('3 people')).toBeTruthy();
    await vi.waitFor(() => expect(opened()).toBe(true));
    unmount();
    backend.calls.length = 0;
    render(Host, { backend, list: true });
    await vi.waitFor(() => expect(opened()).toBe(true));
    expect(answers).toHaveLength(2);
  });

  it('whose page went before its first rows were drawn is not opened', async () => {
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => ({ handle: 'h', count: 3, first: null }),
      preview_list: () => ({ of: 'people', rows: [{}, {}, {}] }) as never,
      close_list: () => ({ wasOpen: true }),
    });
    const { unmount } = render(Host, { backend, list: true });
    expect(await screen.findByText('3 people')).toBeTruthy();
    unmount();
    await new Promise((later) => setTimeout(later, 300));
    expect(backend.calls.some(({ command }) => command === 'open_list')).toBe(false);
  });

  it('that opens at once shows its own first rows and leaves the preview', async () => {
    let answer: (() => void) | undefined;
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => ({ handle: 'h', count: 7, first: { of: 'people', rows: [] } }),
      preview_list: () =>
        new Promise((done) => (answer = () => done({ of: 'people', rows: [{}, {}, {}] } as never))) as never,
      close_list: () => ({ wasOpen: true }),
    });
    render(Host, { backend, list: true });
    expect(await screen.findByText('7 people')).toBeTruthy();
    answer?.();
    await new Promise((later) => setTimeout(later, 20));
    expect(screen.getByText('7 people')).toBeTruthy();
  });

  it('keeps its first rows when the preview of an older question comes late', async () => {
    const previews: ((rows: number) => void)[] = [];
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => new Promise(() => undefined),
      preview_list: () =>
        new Promise((done) =>
          previews.push((rows) => done({ of: 'people', rows: Array.from({ length: rows }, () => ({})) } as never)),
        ) as never,
    });
    const { rerender } = render(Host, { backend, list: true });
    await vi.waitFor(() => expect(previews).toHaveLength(1));
    await rerender({ search: 'ada' });
    await vi.waitFor(() => expect(previews).toHaveLength(2));
    previews[1]?.(2);
    expect(await screen.findByText('2 people')).toBeTruthy();
    previews[0]?.(3);
    await new Promise((later) => setTimeout(later, 20));
    expect(screen.getByText('2 people')).toBeTruthy();
  });

  it('that was still being opened when its page went is closed as soon as it is open', async () => {
    let open: (() => void) | undefined;
    const backend = fakeBackend({
      show_clock: () => clock('2026-03-01T00:00:00Z'),
      open_list: () => new Promise((done) => (open = () => done({ handle: 'late', count: 1, first: null }))),
      close_list: () => ({ wasOpen: true }),
    });
    const { unmount } = render(Host, { backend, list: true });
    await vi.waitFor(() => expect(open).toBeDefined());
    unmount();
    open?.();
    await vi.waitFor(() =>
      expect(backend.calls.at(-1)).toEqual({ command: 'close_list', payload: { handle: 'late' } }),
    );
  });
});

it('a screen that waits for two answers is told of both, in whichever order they come', async () => {
  let answer: (view: ClockView) => void = () => undefined;
  const late = new Promise<ClockView>((resolve) => (answer = resolve));
  const backend = fakeBackend({ show_clock: () => late, list_catalogs: () => ({ rows: [], may: [] }) });
  render(Both, { backend });
  await new Promise((later) => setTimeout(later, 20));
  expect(screen.getByText('waiting')).toBeTruthy();
  answer(clock('2026-03-01T00:00:00Z'));
  expect(await screen.findByText('both are here')).toBeTruthy();
});
