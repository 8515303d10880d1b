// Days of the week as people call them.
import type { Weekday } from '../../generated/contract';
import { dateFormat } from './formatters';

/** All days, from Monday on. */
export const WEEKDAYS: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** A day of the week in the reader's language. */
export function weekdayName(day: Weekday): string {
  // 5 January 1970 was the first Monday.
  const date = new Date(Date.UTC(1970, 0, 5 + WEEKDAYS.indexOf(day)));
  return dateFormat({ weekday: 'long', timeZone: 'UTC' }).format(date);
}
