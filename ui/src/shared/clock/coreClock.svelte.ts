// The core's "now" in the window. The core says what time it is; between two answers its time is carried forward by the
// monotonic timer, so that "in 5 minutes" stays true. A training clock runs too, only ahead of the machine's.

const STEP = 15_000;

class CoreClock {
  #now = $state('1970-01-01T00:00:00.000Z');
  #simulated = $state(false);
  #said = 0;
  #saidAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** RFC 3339. Reading it in a component makes that part follow the clock. */
  get now(): string {
    return this.#now;
  }

  /** Whether this is a training workspace's clock, which may be moved. */
  get simulated(): boolean {
    return this.#simulated;
  }

  /** Takes over what the core said. */
  set(now: string, simulated = false): void {
    this.#now = now;
    this.#simulated = simulated;
    this.#said = new Date(now).getTime();
    this.#saidAt = performance.now();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.catchUp(), STEP);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Carries the time forward at once, so that what was done a moment ago doesn't lie ahead. */
  catchUp(): void {
    if (this.#timer !== undefined) this.#now = new Date(this.#said + performance.now() - this.#saidAt).toISOString();
  }
}

export const coreClock = new CoreClock();
