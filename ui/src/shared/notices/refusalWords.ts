// What a refusal says in the reader's language. The core speaks English; for another language its refusals are known by code.
// A code whose sentence names more than the details carry (a name, a limit, a day) has a general sentence here, and the core's
// own stands beside it, so that nothing is lost. So does a code that nobody has translated yet.
import german from '../../../locales/refusals.de.json';
import { formatInstant } from '../format';
import { language, type Language } from '../i18n';

/** A refusal by its shape, because this folder does not know the backend. */
export interface Refused {
  code: string;
  message: string;
  details?: unknown;
}

export interface RefusalWords {
  text: string;
  /** The core's own sentence, where the text says less than it. */
  original: string | null;
}

/** Sentences by code: `whole` say all that the core says, with `{{names}}` out of the details; `general` say less. */
interface Sentences {
  whole: Readonly<Record<string, string>>;
  general: Readonly<Record<string, string>>;
}

const sentences: Record<Exclude<Language, 'en'>, Sentences> = { de: german };

/** The sentence with its values; nothing when the details lack one. Values whose name ends in "At" are instants. */
function filled(sentence: string, details: unknown): string | null {
  const values = (details ?? {}) as Record<string, unknown>;
  let lacks = false;
  const text = sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (typeof value !== 'string' && typeof value !== 'number') lacks = true;
    return name.endsWith('At') ? formatInstant(String(value)) : String(value);
  });
  return lacks ? null : text;
}

export function refusalWords({ code, message, details }: Refused): RefusalWords {
  const tongue = language();
  if (tongue === 'en') return { text: message, original: null };
  const { whole, general } = sentences[tongue];
  const said = filled(whole[code] ?? '', details);
  if (said) return { text: said, original: null };
  return general[code] ? { text: general[code], original: message } : { text: message, original: null };
}

/** The same in one text, for the line beneath a field. */
export function refusalSentence(refused: Refused): string;
export function refusalSentence(refused: Refused | null | undefined): string | null;
export function refusalSentence(refused: Refused | null | undefined): string | null {
  if (!refused) return null;
  const { text, original } = refusalWords(refused);
  return original ? `${text} (${original})` : text;
}
