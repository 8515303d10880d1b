import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage, speech, t, textOf } from '.';

afterEach(() => setLanguage('en'));

describe('texts', () => {
  it('count, each language by its own rules', () => {
    expect(t('grid.selected', { count: 1 })).toBe('1 selected');
    expect(t('agents.count', { count: 1 })).toBe('1 agent');
    expect(t('agents.count', { count: 3000 })).toBe('3,000 agents');
    setLanguage('de');
    expect(t('agents.count', { count: 1 })).toBe('1 Agent');
    expect(t('agents.count', { count: 3000 })).toBe('3.000 Agents');
    expect(t('separation.both', { count: 0 })).toBe('niemand hat beides');
  });

  it('of unknown data fall back to the data itself', () => {
    expect(textOf('place', 'home')).toBe('Home');
    expect(textOf('place', 'moon')).toBe('moon');
  });

  it('say to the page which language it is in', () => {
    setLanguage('de');
    expect(document.documentElement.lang).toBe('de');
    expect(document.documentElement.dir).toBe('ltr');
  });
});

describe('the language of a device', () => {
  it('is the first that it prefers and that has words', () => {
    expect(speech('system', ['fr-FR', 'de-AT', 'en-GB'])).toEqual({ language: 'de', locale: 'de-AT' });
    expect(speech('system', ['fr-FR'])).toEqual({ language: 'en', locale: 'en' });
  });

  it('is English where the web view has none', () => {
    expect(speech('system', ['C'])).toEqual({ language: 'en', locale: 'en' });
    expect(speech('system', ['en_US.UTF-8'])).toEqual({ language: 'en', locale: 'en' });
    expect(speech('system', [])).toEqual({ language: 'en', locale: 'en' });
  });

  it('gives way to the one that was chosen, which keeps the region of the device', () => {
    expect(speech('de', ['en-GB'])).toEqual({ language: 'de', locale: 'de' });
    expect(speech('de', ['en-GB', 'de-ch'])).toEqual({ language: 'de', locale: 'de-CH' });
    expect(speech('en', ['de-DE', 'en-GB'])).toEqual({ language: 'en', locale: 'en-GB' });
  });
});
