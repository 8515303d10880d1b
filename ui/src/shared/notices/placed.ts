// Where a form shows a refusal. One that speaks of one field names it, by the property that was asked for, and stands at that
// field; any other stands beside the form's button. Forms look neither at codes nor at sentences for that.
import { refusalSentence, type Refused } from './refusalWords';

export interface Placed<Field extends string, R extends Refused> {
  /** What is said of each of the fields; nothing of most. */
  at: Record<Field, string | null>;
  /** The refusal when it speaks of none of them. */
  beside: R | null;
}

/** A refusal at the one of the fields that it speaks of, or beside them. */
export function placed<Field extends string, R extends Refused>(
  refused: R | null | undefined,
  ...fields: Field[]
): Placed<Field, R> {
  const named = fields.find((field) => field === refused?.saying?.field);
  const said = (field: Field) => (refused && field === named ? refusalSentence(refused) : null);
  return {
    at: Object.fromEntries(fields.map((field) => [field, said(field)])) as Record<Field, string | null>,
    beside: named === undefined ? (refused ?? null) : null,
  };
}
