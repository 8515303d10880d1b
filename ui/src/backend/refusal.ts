// A "no" of the core: a code for programs, a sentence for people that says what to do, details for the screen.
import * as v from 'valibot';

const wire = v.object({
  code: v.string(),
  message: v.string(),
  details: v.optional(v.unknown()),
});

export class Refusal extends Error {
  readonly code: string;
  readonly details: unknown;

  constructor(code: string, message: string, details: unknown = undefined) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }

  /**
   * Whatever a carrier threw, as a Refusal. Something that is not a refusal of the core gets the code `unexpected`, and
   * keeps its words out of sight: they are for the log.
   */
  static from(thrown: unknown): Refusal {
    if (thrown instanceof Refusal) return thrown;
    const said = v.safeParse(wire, thrown);
    if (said.success) return new Refusal(said.output.code, said.output.message, said.output.details);
    return new Refusal('unexpected', 'Something went wrong inside Chaperone. The details are in its log.', thrown);
  }
}
