// The rows that are here, in pages, of a list that is not. Keeps the pages near what is on screen and forgets the others.
import { SvelteMap } from 'svelte/reactivity';
import type { RowSource } from './rowSource';

const PAGE = 64;
const KEPT_PAGES = 48;
const SETTLE_MS = 40;

interface Page<T> {
  rows: readonly T[];
  source: RowSource<T>;
}

export class RowPages<T> {
  #source: RowSource<T>;
  readonly #pages = new SvelteMap<number, Page<T>>();
  // Nothing on screen depends on which questions are under way.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #asked = new Map<number, RowSource<T>>();
  #wanted: [number, number] = [0, 0];
  #lastAsked = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failure = $state.raw<unknown>();

  constructor(source: RowSource<T>) {
    this.#source = source;
    this.#takeFirst(source);
  }

  get failure(): unknown {
    return this.#failure;
  }

  row(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Takes a newer snapshot. Old rows stay on screen until the new ones are here, so that nothing flickers. */
  replace(source: RowSource<T>): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#failure = undefined;
    this.#lastAsked = -Infinity;
    const last = Math.ceil(source.count / PAGE);
    for (const page of [...this.#pages.keys()]) if (page >= last) this.#pages.delete(page);
    this.#takeFirst(source);
    this.want(...this.#wanted);
  }

  /** Says which rows are on screen. While one scrolls fast, only the place where one comes to rest is asked for. */
  want(from: number, until: number): void {
    this.#wanted = [from, until];
    if (this.#missing().length === 0) return;
    clearTimeout(this.#timer);
    if (performance.now() - this.#lastAsked > SETTLE_MS) this.#ask();
    else this.#timer = setTimeout(() => this.#ask(), SETTLE_MS);
  }

  retry(): void {
    this.#failure = undefined;
    this.#ask();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked.clear();
  }

  /** Takes the rows that came with a list; of a page that is not whole the rest would be missing. */
  #takeFirst(source: RowSource<T>): void {
    const { first = [], count } = source;
    for (let from = 0; from < first.length; from += PAGE) {
      const until = Math.min(from + PAGE, count);
      if (first.length >= until) this.#pages.set(from / PAGE, { rows: first.slice(from, until), source });
    }
  }

  #missing(): number[] {
    const [from, until] = this.#wanted;
    const missing: number[] = [];
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(until, this.#source.count); page += 1) {
      const here = this.#pages.get(page)?.source === this.#source;
      if (!here && this.#asked.get(page) !== this.#source) missing.push(page);
    }
    return missing;
  }

  #ask(): void {
    this.#lastAsked = performance.now();
    for (const page of this.#missing()) void this.#load(page, this.#source);
  }

  async #load(page: number, source: RowSource<T>): Promise<void> {
    this.#asked.set(page, source);
    try {
      const from = page * PAGE;
      const rows = await source.rows(from, Math.min(PAGE, source.count - from));
      if (source !== this.#source || this.#asked.get(page) !== source) return;
      this.#pages.delete(page);
      this.#pages.set(page, { rows, source });
      this.#forgetFarthest();
    } catch (thrown) {
      if (source === this.#source) this.#failure = thrown;
    } finally {
      if (this.#asked.get(page) === source) this.#asked.delete(page);
    }
  }

  /** A map keeps the order of insertion, so its first pages are the ones that were loaded longest ago. */
  #forgetFarthest(): void {
    const [from, until] = this.#wanted;
    for (const page of [...this.#pages.keys()]) {
      if (this.#pages.size <= KEPT_PAGES) return;
      if ((page + 1) * PAGE <= from || page * PAGE >= until) this.#pages.delete(page);
    }
  }
}
