// The language and time zone in which instants and numbers are written. They come from the settings and are checked here:
// a web view without a language calls its language "C", and Intl throws on that.

export function canonicalLocale(tag: string | null | undefined): string {
  try {
    return Intl.getCanonicalLocales(tag ?? 'en')[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const chosen = $state<{ locale: string; timeZone: string | undefined }>({ locale: 'en', timeZone: undefined });

/** `timeZone` is an IANA name; left out, instants are shown in the zone of this device. */
export function setLocale(tag: string | null | undefined, timeZone?: string): void {
  chosen.locale = canonicalLocale(tag);
  chosen.timeZone = timeZone;
}

export function locale(): string {
  return chosen.locale;
}

export function timeZone(): string | undefined {
  return chosen.timeZone;
}
