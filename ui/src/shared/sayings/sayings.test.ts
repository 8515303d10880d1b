import { afterEach, expect, it } from 'vitest';
import { setLocale } from '../format';
import { fetchWords, setLanguage } from '../i18n';
import { allInWords, builtInName, inWords } from '.';

afterEach(() => {
  setLanguage('en');
  setLocale('en', 'UTC');
});

it('a name that the core gave is said in the language of the reader, one that somebody gave is not', async () => {
  const given = 'Send email to manager about sponsorship changes';
  expect(builtInName(given)).toBe(given);
  await fetchWords('de');
  setLanguage('de');
  expect(builtInName(given)).toBe('Manager informieren');
  expect(builtInName('Send email to my manager')).toBe('Send email to my manager');
});

it('a sentence that is only known as the core has it tells its instants by the clock on the wall', () => {
  setLocale('en-GB', 'Europe/Paris');
  const said = { code: 'ended', case: null, values: {} };
  expect(inWords('why', said, 'It ended 6 Mar 2026, 23:30 UTC.')).toBe('It ended 7 Mar 2026, 00:30.');
  expect(allInWords('why', [said], 'It ended 6 Mar 2026, 23:30 UTC.')).toBe('It ended 7 Mar 2026, 00:30.');
  expect(inWords('refusals', null, null)).toBeNull();
});
