// A "no" of the core: a code for programs, a sentence for people that says what to do, details for the screen, and what the
// sentence says as code and values, for those who read another language.
import * as v from 'valibot';
import type { Saying } from '../generated/contract';

const sayingShape = v.object({ code: v.string(), values: v.record(v.string(), v.unknown()) });

const wire = v.object({
  code: v.string(),
  message: v.string(),
  details: v.optional(v.unknown()),
  saying: v.optional(v.custom<Saying>((given) => v.is(sayingShape, given))),
});

export class Refusal extends Error {
  readonly code: string;
  readonly details: unknown;
  readonly saying: Saying | undefined;

  constructor(code: string, message: string, details: unknown = undefined, saying: Saying | undefined = undefined) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
    this.saying = saying;
  }

  /**
   * Whatever a carrier threw, as a Refusal. Something that is not a refusal of the core gets the code `unexpected`, and
   * keeps its words out of sight: they are for the log.
   */
  static from(thrown: unknown): Refusal {
    if (thrown instanceof Refusal) return thrown;
    const said = v.safeParse(wire, thrown);
    if (said.success) {
      const { code, message, details, saying } = said.output;
      return new Refusal(code, message, details, saying);
    }
    return new Refusal('unexpected', 'Something went wrong inside Chaperone. The details are in its log.', thrown);
  }
}
