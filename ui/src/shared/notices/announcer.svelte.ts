// Words for screen readers about changes that the eye sees by itself: a list that was sorted, rows that were chosen, what just
// succeeded. Each is a line of its own, so that two of one moment are both spoken, and the same words twice are spoken twice.

interface Line {
  id: number;
  text: string;
}

/** Longer than a screen reader needs to notice it; later it would only be in the way of whoever reads the page. */
const STAYS_MS = 10_000;
const AT_MOST = 5;

class Announcer {
  #lines = $state<Line[]>([]);
  #next = 1;

  get lines(): readonly Line[] {
    return this.#lines;
  }

  say(text: string): void {
    const line: Line = { id: this.#next++, text };
    this.#lines = [...this.#lines, line].slice(-AT_MOST);
    setTimeout(() => (this.#lines = this.#lines.filter(({ id }) => id !== line.id)), STAYS_MS);
  }
}

export const announcer = new Announcer();

export function announce(text: string): void {
  announcer.say(text);
}
