import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { NoticeRow } from '../../generated/contract';
import { setLanguage } from '../../shared/i18n';
import { showScreen } from '../../showScreen';
import CatchUp from './CatchUp.svelte';
import ExpiryDecision from './ExpiryDecision.svelte';
import NoticeBell from './NoticeBell.svelte';
import NoticeInbox from './NoticeInbox.svelte';

const now = '2026-03-03T08:00:00Z';
const notice = (id: string, more: Partial<NoticeRow> = {}): NoticeRow => ({
  id,
  kind: 'accessExpiring',
  state: 'shown',
  isOpen: true,
  recipient: { id: 'p1', displayName: 'Aoife Byrne' },
  dueAt: '2026-03-01T08:00:00Z',
  agent: { id: 'a1', displayName: 'Invoice Matcher' },
  accessPackage: { id: 'k1', displayName: 'Invoice matching' },
  assignmentId: 's1',
  requestId: null,
  endsAt: '2026-03-15T08:00:00Z',
  extension: 'withApproval',
  sentence: 'Invoice matching for Invoice Matcher ends in 14 days.',
  saying: null,
  snoozedUntil: null,
  failure: null,
  failureSaying: null,
  ...more,
});

// happy-dom lays nothing out, so everything counts as on screen.
class Seen {
  constructor(private readonly tell: IntersectionObserverCallback) {}
  observe() {
    this.tell([{ isIntersecting: true } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  disconnect() {}
}

describe('the inbox', () => {
  beforeEach(() => vi.stubGlobal('IntersectionObserver', Seen));
  afterEach(() => vi.unstubAllGlobals());

  it('counts the days of a reminder from now, not from when it was written', async () => {
    const backend = fakeBackend({ list_notices: () => ({ rows: [notice('n1')], next: null }) });
    showScreen(backend, NoticeInbox, { open: true, now });
    expect(await screen.findByText('Invoice matching for Invoice Matcher')).toBeTruthy();
    expect(screen.getByText(/in 12 days/)).toBeTruthy();
    expect(screen.queryByText(/ends in 14 days/)).toBeNull();
  });

  it('words a notice in the language of whoever reads it, and shows as it is what somebody wrote', async () => {
    const denied = notice('n1', {
      kind: 'requestDenied',
      sentence: 'Invoice matching for Invoice Matcher was denied.',
      saying: {
        code: 'requestDenied',
        case: 'denied',
        values: { package: 'Invoice matching', agent: 'Invoice Matcher', by: 'Bo Lund' },
      },
    });
    const written = notice('n2', { kind: 'sponsorChange', sentence: 'Bo leaves on Friday', saying: null });
    const backend = fakeBackend({ list_notices: () => ({ rows: [denied, written], next: null }) });
    setLanguage('de');
    showScreen(backend, NoticeInbox, { open: true, now });
    expect(await screen.findByText(/Invoice matching für Invoice Matcher wurde von Bo Lund abgelehnt/)).toBeTruthy();
    expect(screen.getByText('Bo leaves on Friday')).toBeTruthy();
    setLanguage('en');
    expect(await screen.findByText(denied.sentence)).toBeTruthy();
  });

  it('marks what was read here as shown, once, and leaves alone what a desktop has shown', async () => {
    const backend = fakeBackend({
      list_notices: () => ({ rows: [notice('n1', { state: 'waiting' }), notice('n2')], next: null }),
      mark_notice_shown: () => notice('n1'),
    });
    showScreen(backend, NoticeInbox, { open: true, now });
    await vi.waitFor(() =>
      expect(backend.calls.filter(({ command }) => command === 'mark_notice_shown')).toEqual([
        { command: 'mark_notice_shown', payload: { noticeId: 'n1' } },
      ]),
    );
  });

  it('offers a decision only while one is asked for', async () => {
    const decide = createRawSnippet<[NoticeRow]>((row) => ({ render: () => `<b>decide ${row().id}</b>` }));
    const rows = [notice('n1'), notice('n2', { isOpen: false })];
    showScreen(fakeBackend({ list_notices: () => ({ rows, next: null }) }), NoticeInbox, { open: false, now, decide });
    expect(await screen.findByText('decide n1')).toBeTruthy();
    expect(screen.queryByText('decide n2')).toBeNull();
  });

  it('puts a notice off, and says where it stands why it cannot be', async () => {
    const refuse = vi.fn(() => {
      throw new Refusal('snoozed_too_long', 'Too little time would be left.');
    });
    const backend = fakeBackend({
      list_notices: () => ({ rows: [notice('n1'), notice('n2', { isOpen: false })], next: null }),
      snooze_notice: refuse,
    });
    showScreen(backend, NoticeInbox, { open: true, now });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Later: Invoice matching for Invoice Matcher' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remind me tomorrow morning' }));
    expect(await screen.findByText(/Too little time/)).toBeTruthy();
    expect(backend.calls).toContainEqual({
      command: 'snooze_notice',
      payload: { noticeId: 'n1', until: 'tomorrowMorning' },
    });
  });

  it('says when a notice that was put off comes up again', async () => {
    const rows = [notice('n1', { snoozedUntil: '2026-03-04T08:00:00Z' })];
    showScreen(fakeBackend({ list_notices: () => ({ rows, next: null }) }), NoticeInbox, { open: false, now });
    expect(await screen.findByText(/Put off. Comes up again/)).toBeTruthy();
  });

  it('goes on where the first page ends', async () => {
    const backend = fakeBackend({
      list_notices: ({ after }) =>
        after
          ? { rows: [notice('n2', { kind: 'accessEnded', sentence: 'It ended.' })], next: null }
          : { rows: [notice('n1')], next: 'n1' },
    });
    showScreen(backend, NoticeInbox, { open: false, now });
    await userEvent.click(await screen.findByRole('button', { name: 'Show older ones' }));
    expect(await screen.findByText('It ended.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show older ones' })).toBeNull();
  });

  it('says that nothing waits', async () => {
    showScreen(fakeBackend({ list_notices: () => ({ rows: [], next: null }) }), NoticeInbox, { open: true, now });
    expect(await screen.findByText('Nothing waits for you')).toBeTruthy();
  });
});

describe('the bell', () => {
  it('speaks how many notices wait', async () => {
    showScreen(fakeBackend({ list_notices: () => ({ rows: [notice('n1'), notice('n2')], next: null }) }), NoticeBell);
    expect(await screen.findByRole('link', { name: 'Notices: 2 wait for you' })).toBeTruthy();
  });
});

describe('a reminder', () => {
  it('does not offer what the policy forbids', () => {
    const given = { about: 'X of Y', onextend: () => undefined, onletexpire: () => undefined };
    showScreen(fakeBackend(), ExpiryDecision, { ...given, extension: 'notAllowed' });
    expect(screen.queryByRole('button', { name: /^Extend/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Let expire: X of Y' })).toBeTruthy();
  });
});

describe('the catch-up card', () => {
  it('shows the due instant beside the done instant, the first few at once, and goes away', async () => {
    const items = Array.from({ length: 7 }, (_, index) => ({
      dueAt: `2026-03-0${index + 1}T08:00:00Z`,
      doneAt: '2026-03-08T09:00:00Z',
      sentence: `Thing ${index + 1}`,
      saying: null,
      activity: 'end_assignment',
      about: ['Invoice Matcher'],
    }));
    const backend = fakeBackend({ dismiss_catch_up: () => ({ card: null }) });
    showScreen(backend, CatchUp, { card: { from: '2026-03-01T00:00:00Z', to: '2026-03-08T09:00:00Z', items } });
    expect(screen.getAllByText('Mar 8, 2026, 09:00')).toHaveLength(5);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 7' }));
    expect(screen.getByText('Thing 7')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Got it' }));
    expect(backend.calls).toEqual([{ command: 'dismiss_catch_up', payload: {} }]);
  });

  it('tells in another language what was done and to what, and leaves to the history what has no word for it', () => {
    setLanguage('de');
    const at = { dueAt: '2026-03-01T08:00:00Z', doneAt: '2026-03-08T09:00:00Z', saying: null };
    const items = [
      { ...at, sentence: 'It ended.', activity: 'end_assignment', about: ['Invoice Matcher', 'Ledger read'] },
      { ...at, sentence: 'Something new happened.', activity: 'no_such', about: [] },
    ];
    showScreen(fakeBackend(), CatchUp, { card: { from: at.dueAt, to: at.doneAt, items } });
    expect(screen.getByText('Zugriff beendet: Invoice Matcher · Ledger read')).toBeTruthy();
    expect(screen.getByText('Something new happened.')).toBeTruthy();
    setLanguage('en');
  });
});
