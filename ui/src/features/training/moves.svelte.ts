// What the clock brought while this window was open. Kept outside the page, because one leaves it to act as somebody else
// and comes back to see what has happened so far.
import type { ClockAdvanced } from '../../generated/contract';

const AT_MOST = 30;

class Moves {
  #folder = $state('');
  #moves = $state.raw<readonly ClockAdvanced[]>([]);

  /** Of this workspace, the latest first. */
  of(folder: string): readonly ClockAdvanced[] {
    return folder === this.#folder ? this.#moves : [];
  }

  add(folder: string, move: ClockAdvanced): void {
    this.#moves = [move, ...this.of(folder)].slice(0, AT_MOST);
    this.#folder = folder;
  }

  forget(): void {
    this.#moves = [];
  }
}

export const moves = new Moves();
