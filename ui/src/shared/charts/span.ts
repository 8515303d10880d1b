// A stretch of time laid along a width. All places are parts of the width, from 0 at its beginning to 100 at its end, so that
// every row of a list draws on the same scale whatever its width.
import { timeTicks } from 'd3-time';
import { milliseconds } from '../format';

const DAY = 86_400_000;

/** What is in sight: two instants in milliseconds. */
export interface Sight {
  from: number;
  to: number;
}

/** A sight of so many days that has now in its first third, moved by so many halves of itself. */
export function sightAround(now: string, days: number, halves = 0): Sight {
  const from = milliseconds(now) - (days / 3) * DAY + (halves * days * DAY) / 2;
  return { from, to: from + days * DAY };
}

export function placeIn({ from, to }: Sight, at: number): number {
  return ((at - from) / (to - from)) * 100;
}

export interface Bar {
  start: number;
  width: number;
  /** It began before what is in sight. */
  isCutBefore: boolean;
  /** It goes on after what is in sight. */
  isCutAfter: boolean;
}

/** Where something that lasts lies; nothing when it is out of sight. Without an end it goes on for ever. */
export function barIn(sight: Sight, startsAt: string, endsAt: string | null): Bar | undefined {
  const start = milliseconds(startsAt);
  const end = endsAt === null ? Infinity : milliseconds(endsAt);
  if (end < sight.from || start > sight.to) return undefined;
  const begin = placeIn(sight, Math.max(start, sight.from));
  const width = placeIn(sight, Math.min(end, sight.to)) - begin;
  return { start: begin, width, isCutBefore: start < sight.from, isCutAfter: end > sight.to };
}

/** Days at which the axis is named, at most so many. */
export function ticksOf({ from, to }: Sight, most: number): { at: string; place: number }[] {
  return timeTicks(new Date(from), new Date(to), most).map((tick) => ({
    at: tick.toISOString(),
    place: placeIn({ from, to }, tick.getTime()),
  }));
}
