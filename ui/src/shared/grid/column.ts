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
  /** Anything else. Controls inside are reached with Tab and keep their own keys. */
  cell?: Snippet<[T]>;
  /** Stands in the column's head in place of its words, the axis of the picture that its cells draw; the words are still spoken. */
  head?: Snippet;
}

export interface Sort {
  column: string;
  descending: boolean;
}
