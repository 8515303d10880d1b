// Which rows of a list are chosen: some by their keys, or all but some. The second names rows that nobody has loaded, so
// choosing a million costs as little as choosing one.
import { SvelteSet } from 'svelte/reactivity';

export class RowChoice {
  /** The chosen rows, or, while all are chosen, those that are left out. */
  readonly #keys = new SvelteSet<string>();
  #isAll = $state(false);

  /** Whether every row is chosen but those that are `named`. */
  get isAll(): boolean {
    return this.#isAll;
  }

  get named(): readonly string[] {
    return [...this.#keys];
  }

  has(key: string): boolean {
    return this.#isAll !== this.#keys.has(key);
  }

  /** How many rows of a list of `total` are chosen. */
  count(total: number): number {
    return this.#isAll ? Math.max(0, total - this.#keys.size) : this.#keys.size;
  }

  toggle(key: string): void {
    if (!this.#keys.delete(key)) this.#keys.add(key);
  }

  all(): void {
    this.#keys.clear();
    this.#isAll = true;
  }

  none(): void {
    this.#keys.clear();
    this.#isAll = false;
  }
}
