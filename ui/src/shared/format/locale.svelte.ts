// The locale and time zone in which instants and numbers are written. Which locale that is, i18n works out of the chosen
// language and of what this device prefers.

const chosen = $state<{ locale: string; timeZone: string | undefined }>({ locale: 'en', timeZone: undefined });

/** `locale` is a valid tag. `timeZone` is an IANA name; left out, instants are shown in the zone of this device. */
export function setLocale(locale: string, timeZone?: string): void {
  chosen.locale = locale;
  chosen.timeZone = timeZone;
}

export function locale(): string {
  return chosen.locale;
}

export function timeZone(): string | undefined {
  return chosen.timeZone;
}
