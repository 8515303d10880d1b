// Words for screen readers about changes that the eye sees by itself: a list that was sorted, rows that were chosen.

class Announcer {
  #text = $state('');
  #flip = false;

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    // The same words twice are only spoken twice when the region's text differs.
    this.#flip = !this.#flip;
    this.#text = this.#flip ? text : `${text}\u00a0`;
  }
}

export const announcer = new Announcer();

export function announce(text: string): void {
  announcer.say(text);
}
