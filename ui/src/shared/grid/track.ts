// Where a very long list stands, and how that maps to a scroll bar. Browsers cap an element's height (a list of a million
// rows ends early), so the scrolled element stays short, the virtual position is the truth, and the bar's thumb follows it
// by ratio.

/** Half of what the strictest engine allows at a display scale of 200 %. */
export const TALLEST_PX = 4_000_000;

export interface Track {
  rowHeight: number;
  count: number;
  /** Height of the part of the list that is visible. */
  viewHeight: number;
}

export const fullHeight = ({ rowHeight, count }: Track): number => rowHeight * count;

export const spacerHeight = (track: Track): number => Math.min(fullHeight(track), TALLEST_PX);

export const isCapped = (track: Track): boolean => fullHeight(track) > TALLEST_PX;

export const lastPosition = (track: Track): number => Math.max(0, fullHeight(track) - track.viewHeight);

const lastScroll = (track: Track): number => Math.max(0, spacerHeight(track) - track.viewHeight);

export function clampPosition(track: Track, position: number): number {
  return Math.min(lastPosition(track), Math.max(0, position));
}

export function positionOf(track: Track, scrollTop: number): number {
  const last = lastScroll(track);
  return last === 0 ? 0 : clampPosition(track, (scrollTop / last) * lastPosition(track));
}

export function scrollOf(track: Track, position: number): number {
  const last = lastPosition(track);
  return last === 0 ? 0 : (position / last) * lastScroll(track);
}

/** The position, as near as possible, in which the row is wholly visible. */
export function positionShowing(track: Track, position: number, row: number): number {
  const top = row * track.rowHeight;
  if (top < position) return clampPosition(track, top);
  if (top + track.rowHeight > position + track.viewHeight)
    return clampPosition(track, top + track.rowHeight - track.viewHeight);
  return position;
}

/** Rows to draw: those on screen, and some around them for the next movement. */
export function rowsAround(track: Track, position: number, spare: number): [number, number] {
  const first = Math.floor(position / track.rowHeight) - spare;
  const past = Math.ceil((position + track.viewHeight) / track.rowHeight) + spare;
  return [Math.max(0, first), Math.min(track.count, past)];
}

export function rowsPerView(track: Track): number {
  return Math.max(1, Math.floor(track.viewHeight / track.rowHeight) - 1);
}
