// Filters live in the address, so that a number on Home can link to exactly the rows it counts, and "back" finds them again.
import { replace, router } from 'svelte-spa-router';

/** What the address asks of the page. Reading it in a component follows the address. */
export function asked(name: string): string | undefined {
  return new URLSearchParams(router.querystring ?? '').get(name) ?? undefined;
}

/** One of the allowed values, or nothing: anybody can write an address. */
export function askedOneOf<V extends string>(name: string, allowed: readonly V[]): V | undefined {
  const value = asked(name);
  return allowed.find((candidate) => candidate === value);
}

/** Puts values into the address without leaving the page; empty ones go away. */
export function ask(values: Record<string, string | undefined>): void {
  const query = new URLSearchParams(router.querystring ?? '');
  for (const [name, value] of Object.entries(values)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  void replace(text ? `${router.location}?${text}` : router.location);
}

/** The address of a page with what is asked of it, for links. */
export function addressOf(path: string, values: Record<string, string | undefined> = {}): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return query ? `#${path}?${query}` : `#${path}`;
}
