export {
  daysUntil,
  formatInstant,
  formatMonth,
  formatRelative,
  hasPassed,
  milliseconds,
  onTheWall,
  shareElapsed,
} from './instant';
export type { InstantStyle } from './instant';
export { formatDays, formatDuration, formatList, formatNumber } from './duration';
export { pluralRules } from './formatters';
export { locale, setLocale, timeZone } from './locale.svelte';
export { initials } from './initials';
export { dayOf, endOfDay, instantOn, startOfDay } from './day';
export { WEEKDAYS, weekdayName } from './weekday';
