// Between a day, as a date field speaks it ("2026-03-05"), and an instant, as the core speaks it. A day is the reader's own:
// it begins and ends in the zone in which instants are shown.
import { getLocalTimeZone, parseAbsolute, parseDate } from '@internationalized/date';
import { timeZone } from './locale.svelte';

const zone = () => timeZone() ?? getLocalTimeZone();

/** The day on which an instant lies. */
export function dayOf(instant: string): string {
  return parseAbsolute(instant, zone()).toString().slice(0, 10);
}

/** The instant on a day at the same time of day as another one: a new end keeps the hour of the old one. */
export function instantOn(day: string, like: string): string {
  const { year, month, day: date } = parseDate(day);
  return parseAbsolute(like, zone()).set({ year, month, day: date }).toAbsoluteString();
}

/** The first millisecond of a day. */
export function startOfDay(day: string): string {
  const { year, month, day: date } = parseDate(day);
  return parseAbsolute('2000-01-01T12:00:00Z', zone())
    .set({ year, month, day: date, hour: 0, minute: 0, second: 0, millisecond: 0 })
    .toAbsoluteString();
}

/** The last millisecond of a day. */
export function endOfDay(day: string): string {
  const { year, month, day: date } = parseDate(day);
  return parseAbsolute('2000-01-01T12:00:00Z', zone())
    .set({ year, month, day: date, hour: 23, minute: 59, second: 59, millisecond: 999 })
    .toAbsoluteString();
}
