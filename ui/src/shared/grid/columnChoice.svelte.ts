// Which columns of a list this device leaves out. The first column says what a row is about, so it always stays.
const keyOf = (list: string) => `chaperone.columns.${list}`;

function remembered(list: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? '[]');
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export class ColumnChoice {
  readonly #list: string;
  #hidden = $state.raw<readonly string[]>([]);

  constructor(list: string) {
    this.#list = list;
    this.#hidden = remembered(list);
  }

  /** The columns that are shown. */
  of<T extends { id: string }>(columns: readonly T[]): T[] {
    return columns.filter((column, index) => index === 0 || !this.#hidden.includes(column.id));
  }

  isShown(id: string): boolean {
    return !this.#hidden.includes(id);
  }

  toggle(id: string): void {
    this.#hidden = this.isShown(id) ? [...this.#hidden, id] : this.#hidden.filter((other) => other !== id);
    localStorage.setItem(keyOf(this.#list), JSON.stringify(this.#hidden));
  }
}
