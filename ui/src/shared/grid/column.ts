import type { Snippet } from 'svelte';

export interface Column<T> {
  id: string;
  header: string;
  /** A grid track: '12rem', '2fr', 'minmax(8rem, 1fr)'. Tracks in fr should have a minimum. */
  width?: string;
  align?: 'start' | 'end';
  sortable?: boolean;
  /** Plain text, the quickest cell. */
  text?: (row: T) => string;
  /** Which columns of the core stand for it in an export; its own id when left out. */
  exports?: readonly string[];
  /** Anything else. Controls inside are reached with Tab and keep their own keys. */
  cell?: Snippet<[T]>;
  /** Stands in the column's head in place of its words, the axis of the picture that its cells draw; the words are still spoken. */
  head?: Snippet;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** Which columns of the core an export of these has. */
export function exportedColumns<T>(columns: readonly Column<T>[]): string[] {
  return columns.flatMap(({ id, exports }) => exports ?? [id]);
}
