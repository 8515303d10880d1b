// Durations and numbers as people read them. The core writes durations as ISO 8601 ("P30D", "PT4H").
import { listFormat, numberFormat } from './formatters';

const pattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** "30 days", "4 hours", "1 day, 6 hours"; text that is not a duration is shown as it came. */
export function formatDuration(duration: string): string {
  const found = pattern.exec(duration);
  if (!found) return duration;
  const parts = units.flatMap((unit, index) => {
    const count = Number(found[index + 1] ?? 0);
    return count > 0 ? [formatCount(count, unit)] : [];
  });
  if (parts.length === 0) return duration === 'P' || duration === 'PT' ? duration : formatCount(0, 'day');
  return listFormat({ type: 'unit', style: 'short' }).format(parts);
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
