// Durations and numbers as people read them. The core writes durations as ISO 8601 ("P30D", "PT4H").
import { listFormat, numberFormat } from './formatters';

const pattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** The core writes what is no whole number of days in seconds, however many they are. */
const smaller = { day: 86_400, hour: 3600, minute: 60, second: 1 } as const;
/** How many units are told: who reads of days doesn't count the seconds. */
const TOLD = 2;

/** "30 days", "4 hours", "1 day, 6 hours"; text that is not a duration is shown as it came. */
export function formatDuration(duration: string): string {
  const found = pattern.exec(duration);
  if (!found || duration === 'P' || duration === 'PT') return duration;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((count) => Number(count ?? 0));
  let left = days * smaller.day + hours * smaller.hour + minutes * smaller.minute + seconds;
  // Less than a minute keeps its fraction; from a minute on, nobody misses it.
  if (left >= smaller.minute) left = Math.round(left);
  const counts: Record<(typeof units)[number], number> = { year: years, month: months, week: weeks, ...carried(left) };
  const parts = units.filter((unit) => counts[unit] > 0).map((unit) => formatCount(counts[unit], unit));
  if (parts.length === 0) return formatCount(0, 'day');
  return listFormat({ type: 'unit', style: 'short' }).format(parts.slice(0, TOLD));
}

function carried(seconds: number): Record<keyof typeof smaller, number> {
  const day = Math.floor(seconds / smaller.day);
  const hour = Math.floor((seconds % smaller.day) / smaller.hour);
  const minute = Math.floor((seconds % smaller.hour) / smaller.minute);
  return { day, hour, minute, second: seconds % smaller.minute };
}

export function formatDays(days: number): string {
  return formatCount(days, 'day');
}

export function formatNumber(value: number): string {
  return numberFormat().format(value);
}

/** "A, B and C" where all are meant, "A, B or C" where one of them is. */
export function formatList(names: readonly string[], type: 'conjunction' | 'disjunction'): string {
  return listFormat({ type }).format(names);
}

function formatCount(value: number, unit: (typeof units)[number]): string {
  return numberFormat({ style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
