// All words of this interface, by typed key. One language is shipped; the others would be files beside locales/en.json.
// The key's type is made here and not by i18next, whose own types cost the checker seconds on every run.
import i18next from 'i18next';
import en from '../../../locales/en.json';

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Counted<K extends string> = K extends `${infer Stem}_${Plural}` ? Stem : K;
type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? Counted<K> : `${K}.${Keys<T[K]>}`;
}[keyof T & string];

/** Every text of locales/en.json: "grid.rows" also stands for its plural forms. */
export type TextKey = Keys<typeof en>;

export type TextValues = Record<string, string | number>;

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

let language = $state('en');

/** The text of a key. Reads the language reactively, so that open pages change with it. `count` chooses the plural form. */
export function t(key: TextKey, values?: TextValues): string {
  void language;
  return words.t(key, { ...values });
}

/** Whether a key that was put together at run time has a text. */
export function hasText(key: string): boolean {
  return words.exists(key);
}

/** For text whose key comes from data, such as an enum value of the core; falls back to the value itself. */
export function textOf(group: string, value: string, values?: TextValues): string {
  void language;
  const key = `${group}.${value}`;
  // A text that only has plural forms exists for a count.
  return words.exists(key, { ...values }) ? words.t(key, { ...values }) : value;
}

export async function setLanguage(tag: string): Promise<void> {
  await words.changeLanguage(tag);
  language = words.resolvedLanguage ?? 'en';
  document.documentElement.lang = language;
  document.documentElement.dir = words.dir(language);
}
