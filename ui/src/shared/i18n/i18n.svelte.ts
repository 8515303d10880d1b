// All words of this interface, by typed key, in the languages of the folder locales.
// The key's type is made here and not by i18next, whose own types cost the checker seconds on every run.
import i18next from 'i18next';
import de from '../../../locales/de.json';
import en from '../../../locales/en.json';

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Counted<K extends string> = K extends `${infer Stem}_${Plural}` ? Stem : K;
type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? Counted<K> : `${K}.${Keys<T[K]>}`;
}[keyof T & string];

/** Every text of locales/en.json: "grid.rows" also stands for its plural forms. */
export type TextKey = Keys<typeof en>;

export type TextValues = Record<string, string | number>;

/** The languages that have words. English is the core's own, and stands in where another has none. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

const words = i18next.createInstance();
void words.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en }, de: { translation: de } },
  initAsync: false,
  // Svelte escapes what it prints.
  interpolation: { escapeValue: false },
  returnNull: false,
});

let chosen = $state<Language>('en');

/** The language in which everything is said now. */
export function language(): Language {
  return chosen;
}

/** The text of a key. Reads the language reactively, so that open pages change with it. `count` chooses the plural form. */
export function t(key: TextKey, values?: TextValues): string {
  return words.t(key, { ...values, lng: chosen });
}

/** Whether a key that was put together at run time has a text. */
export function hasText(key: string): boolean {
  return words.exists(key);
}

/** For text whose key comes from data, such as an enum value of the core; falls back to the value itself. */
export function textOf(group: string, value: string, values?: TextValues): string {
  const key = `${group}.${value}`;
  // A text that only has plural forms exists for a count.
  return words.exists(key, { ...values }) ? words.t(key, { ...values, lng: chosen }) : value;
}

export function setLanguage(language: Language): void {
  chosen = language;
  document.documentElement.lang = language;
  document.documentElement.dir = words.dir(language);
}
