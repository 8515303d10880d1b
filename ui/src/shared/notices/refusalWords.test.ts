import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { setLocale } from '../format';
import { setLanguage } from '../i18n';
import ErrorNotice from './ErrorNotice.svelte';
import { refusalSentence, refusalWords } from './refusalWords';

afterEach(() => setLanguage('en'));

const own = { code: 'own_request', message: 'You asked for this yourself.' };
const busy = { code: 'too_many_secrets', message: 'It has 2 secrets in force; revoke one first.' };

it('English is what the core said', () => {
  expect(refusalWords(own)).toEqual({ text: own.message, original: null });
  expect(refusalSentence(undefined)).toBeNull();
});

it('another language has a sentence of its own for a code', () => {
  setLanguage('de');
  expect(refusalWords(own).text).toContain('selbst angefordert');
  expect(refusalWords(own).original).toBeNull();
});

it('a sentence that says less stands beside what the core said', () => {
  setLanguage('de');
  expect(refusalWords(busy).original).toBe(busy.message);
  expect(refusalSentence(busy)).toContain(`(${busy.message})`);
});

it('values come out of the details, instants among them; without them the core speaks', () => {
  setLanguage('de');
  setLocale('de', 'UTC');
  const delayed = { code: 'sign_in_delayed', message: 'Try again later.' };
  const known = { ...delayed, details: { tryAgainAt: '2026-03-01T12:00:00Z' } };
  expect(refusalWords(known).text).toContain('1. März 2026, 12:00');
  expect(refusalWords(delayed)).toEqual({ text: delayed.message, original: null });
});

it('a code that nobody translated yet says what the core said', () => {
  setLanguage('de');
  expect(refusalWords({ code: 'brand_new', message: 'Something new.' }).text).toBe('Something new.');
});

it('a notice changes with the language, and says in which language the original is', async () => {
  render(ErrorNotice, { error: busy });
  expect(screen.getByRole('alert').textContent).not.toContain('Geheimnisse');
  setLanguage('de');
  expect(await screen.findByText(/Geheimnisse/)).toBeTruthy();
  expect(screen.getByText(busy.message).lang).toBe('en');
});
