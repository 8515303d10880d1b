// Where a grid's rows come from. The core opens a list and answers with a handle and a count; rows are then read by
// position. A source is one such snapshot: its rows keep their positions for as long as it lives.

export interface RowSource<T> {
  readonly count: number;
  /** These are the first rows of a list that is still being put in order; how many it has isn't known yet. */
  readonly isPartial?: boolean;
  /** Rows from the first on that came with the list, so that nobody has to wait for them. */
  readonly first?: readonly T[];
  rows(from: number, count: number): Promise<readonly T[]>;
}

/** A source over rows that are all here already. */
export function rowsOf<T>(rows: readonly T[]): RowSource<T> {
  return { count: rows.length, first: rows, rows: async (from, count) => rows.slice(from, from + count) };
}
