// The browser's formatters in the reader's locale, each made once. Making one costs about fifty times as much as using it,
// and a grid formats hundreds of values per page.
import { locale } from './locale.svelte';

const made = new Map<string, unknown>();

function once<F>(kind: string, options: object, make: (locale: string) => F): F {
  const key = `${kind} ${locale()} ${JSON.stringify(options)}`;
  const found = made.get(key) as F | undefined;
  if (found) return found;
  const formatter = make(locale());
  made.set(key, formatter);
  return formatter;
}

export const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  once('date', options, (locale) => new Intl.DateTimeFormat(locale, options));

export const relativeFormat = (options: Intl.RelativeTimeFormatOptions) =>
  once('relative', options, (locale) => new Intl.RelativeTimeFormat(locale, options));

export const numberFormat = (options: Intl.NumberFormatOptions = {}) =>
  once('number', options, (locale) => new Intl.NumberFormat(locale, options));

export const listFormat = (options: Intl.ListFormatOptions) =>
  once('list', options, (locale) => new Intl.ListFormat(locale, options));

export const pluralRules = () => once('plural', {}, (locale) => new Intl.PluralRules(locale));
