import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { setLocale } from '../format';
import { setLanguage } from '../i18n';
import type { Saying } from '../sayings';
import ErrorNotice from './ErrorNotice.svelte';
import { refusalSentence, refusalWords } from './refusalWords';

afterEach(() => setLanguage('en'));

const saying = (code: string, values: Saying['values'] = {}, which: string | null = null): Saying => ({
  code,
  case: which,
  values,
});
const own = { code: 'own_request', message: 'You asked for this yourself.' };
const busy = {
  code: 'too_many_secrets',
  message: 'It has 2 secrets in force; revoke one first.',
  saying: saying('too_many_secrets', { most: 2 }),
};
const usage = { code: 'bad_request', message: 'Name one person.' };

it('English is what the core said', () => {
  expect(refusalWords(busy)).toEqual({ text: busy.message, original: null });
  expect(refusalSentence(undefined)).toBeNull();
});

it('another language has a sentence of its own for a code', () => {
  setLanguage('de');
  expect(refusalWords(own).text).toContain('selbst angefordert');
  expect(refusalWords(own).original).toBeNull();
});

it('a sentence that says less stands beside what the core said', () => {
  setLanguage('de');
  expect(refusalWords(usage).original).toBe(usage.message);
  expect(refusalSentence(usage)).toContain(`(${usage.message})`);
});

it('a sentence names what the core names: numbers, instants, durations, terms and words of its own', () => {
  setLanguage('de');
  setLocale('de', 'UTC');
  const said = (code: string, values: Saying['values'], which?: string) =>
    refusalWords({ code, message: 'English.', saying: saying(code, values, which) }).text;
  expect(refusalWords(busy).text).toContain('2 Geheimnisse');
  expect(said('sign_in_delayed', { until: { instant: '2026-03-01T12:00:00Z' } })).toContain('1. März 2026, 12:00');
  expect(said('longer_than_policy', { most: { length: 'P30D' } }, 'span')).toContain('30 Tage');
  expect(said('agent_already_so', { state: { of: 'AgentState', term: 'held' } })).toContain('gesperrt');
  expect(said('forbidden', { who: { words: ['the requestor', 'an auditor'] } })).toContain(
    'die anfordernde Person oder ein Prüfer',
  );
  expect(said('resource_in_use', { packages: ['A', 'B'] })).toContain('A und B');
});

it('a sentence that lacks a value, and a code that nobody translated yet, say what the core said', () => {
  setLanguage('de');
  const lacking = { code: 'sign_in_delayed', message: 'Try again later.', saying: saying('sign_in_delayed') };
  expect(refusalWords(lacking)).toEqual({ text: lacking.message, original: null });
  expect(refusalWords({ code: 'brand_new', message: 'Something new.' }).text).toBe('Something new.');
});

it('a notice changes with the language, and says in which language an original is', async () => {
  render(ErrorNotice, { error: usage });
  expect(screen.getByRole('alert').textContent).not.toContain('Anfrage');
  setLanguage('de');
  expect(await screen.findByText(/Anfrage/)).toBeTruthy();
  expect(screen.getByText(usage.message).lang).toBe('en');
});
