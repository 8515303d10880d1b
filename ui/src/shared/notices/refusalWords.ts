// What a refusal says in the reader's language, of its code and values. A few codes have a general sentence only, because the
// core's own says something else each time; that one stands beside it then, so that nothing is lost. So it does for a code
// that nobody has translated yet.
import { onTheWall } from '../format';
import { tongue as chosenTongue } from '../i18n';
import { translated, type Saying } from '../sayings';

/** A refusal by its shape, because this folder does not know the backend. */
export interface Refused {
  code: string;
  message: string;
  details?: unknown;
  saying?: Saying | null;
}

export interface RefusalWords {
  text: string;
  /** The core's own sentence, where the text says less than it. */
  original: string | null;
}

export function refusalWords({ code, message, saying }: Refused): RefusalWords {
  const tongue = chosenTongue();
  const own = onTheWall(message);
  if (!tongue) return { text: own, original: null };
  const said = translated('refusals', saying ?? { code, case: null, values: {} });
  if (said) return { text: said, original: null };
  const general: Readonly<Record<string, string>> = tongue.refusals.general;
  const less = general[code];
  return less ? { text: less, original: own } : { text: own, original: null };
}

/** The same in one text, for the line beneath a field. */
export function refusalSentence(refused: Refused): string;
export function refusalSentence(refused: Refused | null | undefined): string | null;
export function refusalSentence(refused: Refused | null | undefined): string | null {
  if (!refused) return null;
  const { text, original } = refusalWords(refused);
  return original ? `${text} (${original})` : text;
}
