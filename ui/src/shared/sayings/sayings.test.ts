import { afterEach, expect, it } from 'vitest';
import { fetchWords, setLanguage } from '../i18n';
import { builtInName } from '.';

afterEach(() => setLanguage('en'));

it('a name that the core gave is said in the language of the reader, one that somebody gave is not', async () => {
  const given = 'Send email to manager about sponsorship changes';
  expect(builtInName(given)).toBe(given);
  await fetchWords('de');
  setLanguage('de');
  expect(builtInName(given)).toBe('Manager informieren');
  expect(builtInName('Send email to my manager')).toBe('Send email to my manager');
});
