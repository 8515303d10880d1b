// Places marks along a time axis so that none hides another: marks that would touch are stacked, and what does not fit into
// the height is counted instead of drawn over its neighbours.

/** What a mark looks like; the shape carries the meaning, the colour only repeats it. */
export type Shape = 'circle' | 'diamond' | 'ring';

export interface Mark {
  id: string;
  at: string;
  shape: Shape;
  href: string;
  /** First line of its tip: who. */
  title: string;
  /** Second line of its tip: what. */
  text: string;
  /** Third line of its tip: how it stands. */
  note?: string;
}

export interface PlacedMark extends Mark {
  x: number;
  /** How many marks lie below it. */
  level: number;
}

export interface Placement {
  placed: PlacedMark[];
  /** Where marks did not fit: at which x, and how many. */
  crowds: { x: number; count: number }[];
}

/** `marks` in the order of their instants; `width` is how much room one mark takes. */
export function place(marks: readonly Mark[], xOf: (at: string) => number, width: number, levels: number): Placement {
  const placed: PlacedMark[] = [];
  const crowds = new Map<number, number>();
  // The right edge that each level is filled up to.
  const filled: number[] = [];
  for (const mark of marks) {
    const x = xOf(mark.at);
    let level = filled.findIndex((edge) => x - width / 2 >= edge);
    if (level < 0) level = filled.length;
    if (level >= levels) {
      const crowd = Math.round(x / (width * 3)) * width * 3;
      crowds.set(crowd, (crowds.get(crowd) ?? 0) + 1);
      continue;
    }
    filled[level] = x + width / 2;
    placed.push({ ...mark, x, level });
  }
  return { placed, crowds: [...crowds].map(([x, count]) => ({ x, count })) };
}
