// Instants as people read them. Every instant, "now" too, arrives from the core as an RFC 3339 string; nothing here asks
// the machine what time it is, because the training clock may be moved.
import { t } from '../i18n';
import { dateFormat, relativeFormat } from './formatters';
import { timeZone } from './locale.svelte';

export type InstantStyle = 'day' | 'date' | 'dateTime' | 'full';

const shapes: Record<InstantStyle, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  dateTime: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  full: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formatter = (style: InstantStyle) => dateFormat({ ...shapes[style], hourCycle: 'h23', timeZone: timeZone() });

export function milliseconds(instant: string): number {
  return new Date(instant).getTime();
}

/** "5 Mar 2026" or "5 Mar 2026, 14:30"; an instant that cannot be read is shown as it came. */
export function formatInstant(instant: string, style: InstantStyle = 'dateTime'): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : formatter(style).format(at);
}

/**
 * "in 14 days", "3 hours ago", "just now". Rounds towards now, so that it never promises more time than is left, and keeps
 * days as days up to a year, because all limits of this product are counted in days. The minute in which something is read
 * isn't counted: what ends in 14 days still does a moment later. What lies less than a minute behind has only just
 * happened; how many seconds ago helps nobody.
 */
export function formatRelative(instant: string, now: string): string {
  const away = milliseconds(instant) - milliseconds(now);
  if (Number.isNaN(away)) return instant;
  const words = relativeFormat({ numeric: 'always' });
  const size = Math.abs(away);
  if (away <= 0 && size < MINUTE) return t('time.justNow');
  const counted = away > HOUR ? away + MINUTE : away;
  const say = (unit: Intl.RelativeTimeFormatUnit, length: number) => words.format(Math.trunc(counted / length), unit);
  if (size < MINUTE) return say('second', 1000);
  if (size < HOUR) return say('minute', MINUTE);
  if (size < 2 * DAY) return say('hour', HOUR);
  if (size < 730 * DAY) return say('day', DAY);
  return say('year', 365.25 * DAY);
}

/** "March 2026", of a month as the core writes it: "2026-03". */
export function formatMonth(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  if (Number.isNaN(first.getTime())) return month;
  return dateFormat({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** An instant as the core writes it into its own sentences: "5 Mar 2026, 14:30 UTC". */
const written = new RegExp(`\\b(\\d{1,2}) (${MONTHS.join('|')}) (\\d{4}), (\\d{2}):(\\d{2}) UTC`, 'g');

/**
 * A sentence of the core with its instants by the clock on the wall, as they stand around it: nobody should have to see that
 * 14:30 UTC and 15:30 are the same. Not for the history, whose words are its evidence.
 */
export function onTheWall(sentence: string): string {
  return sentence.replace(written, (_, day: string, month: string, year: string, hour: string, minute: string) =>
    formatInstant(
      new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute))).toISOString(),
    ),
  );
}

/** Whole days from now until the instant, rounded towards now; negative when it has passed. */
export function daysUntil(instant: string, now: string): number {
  return Math.trunc((milliseconds(instant) - milliseconds(now)) / DAY);
}

export function hasPassed(instant: string, now: string): boolean {
  return milliseconds(instant) <= milliseconds(now);
}

/** How much of the span from `from` to `until` lies behind `now`, from 0 to 1. */
export function shareElapsed(from: string, until: string, now: string): number {
  const length = milliseconds(until) - milliseconds(from);
  if (!(length > 0)) return 1;
  return Math.min(1, Math.max(0, (milliseconds(now) - milliseconds(from)) / length));
}
