// All words of this interface, by typed key, in the languages of the folder locales.
// The key's type is made here and not by i18next, whose own types cost the checker seconds on every run.
import i18next from 'i18next';
import en from '../../../locales/en.json';
import type * as german from './german';

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

/** What another language than English says: the texts of this interface, and the core's sentences by their codes. */
export type Tongue = typeof german;

const tongues: Record<Exclude<Language, 'en'>, () => Promise<Tongue>> = { de: () => import('./german') };
const fetched: { [L in Language]?: Tongue } = {};

const words = i18next.createInstance();
void words.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
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

/** What the chosen language says; nothing in English, which the core speaks itself. */
export function tongue(): Tongue | null {
  return fetched[chosen] ?? null;
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

/** Fetches the words of a language, before it can be chosen. Those of English are here from the start. */
export async function fetchWords(language: Language): Promise<void> {
  if (language === 'en' || fetched[language]) return;
  const tongue = await tongues[language]();
  words.addResourceBundle(language, 'translation', tongue.texts);
  fetched[language] = tongue;
}

/** Says everything in a language whose words were fetched. */
export function setLanguage(language: Language): void {
  chosen = language;
  document.documentElement.lang = language;
  document.documentElement.dir = words.dir(language);
}
