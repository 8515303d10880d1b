// What the core says, in the reader's language. The core speaks English and names what it says by a code with typed values
// beside it; for another language the sentence is made here, of the files core.*.json and refusals.*.json. Where none is
// known the core's own sentence stands, so that nothing is ever lost.
import { formatDuration, formatInstant, formatList, formatNumber, onTheWall, pluralRules } from '../format';
import { tongue as chosenTongue, type Tongue } from '../i18n';

/** A sentence of the core as code and values, by its shape: this folder does not know the backend. */
export interface Saying {
  code: string;
  case: string | null;
  values: { [name: string]: SayingValue };
  /** The one field that it speaks of, where it speaks of one. */
  field?: string;
}

export type SayingValue =
  | string
  | number
  | string[]
  | { instant: string }
  | { length: string }
  | { of: string; term: string }
  | { words: string[] }
  | { said: Saying };

type Sentences = Readonly<Record<string, string>>;

export type SayingGroup = 'refusals' | Exclude<keyof Tongue['core'], 'words' | 'names' | 'terms'>;

const sentencesOf = (tongue: Tongue, group: SayingGroup): Sentences =>
  group === 'refusals' ? tongue.refusals.whole : tongue.core[group];

/** A value as text; nothing where the language lacks a word for it. */
function text(value: SayingValue | undefined, tongue: Tongue): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return formatList(value, 'conjunction');
  if ('instant' in value) return formatInstant(value.instant);
  if ('length' in value) return formatDuration(value.length);
  if ('term' in value)
    return (tongue.core.terms as Readonly<Record<string, Sentences>>)[value.of]?.[value.term] ?? null;
  if ('said' in value) return made(value.said, tongue.refusals.whole, tongue);
  const words: Sentences = tongue.core.words;
  const known = value.words.map((word) => words[word]);
  return known.every((word) => word !== undefined) ? formatList(known, 'disjunction') : null;
}

/** The sentence of a saying; nothing where there is none, or where a value of it is missing. */
function made({ code, case: which, values }: Saying, sentences: Sentences, tongue: Tongue): string | null {
  const count = values.count;
  const form = typeof count === 'number' ? `_${pluralRules().select(count)}` : '';
  const stem = which ? `${code}_${which}` : code;
  const sentence = sentences[stem + form] ?? sentences[stem];
  if (!sentence) return null;
  let lacks = false;
  const filled = sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = text(values[name], tongue);
    lacks ||= value === null;
    return value ?? '';
  });
  return lacks ? null : filled;
}

/** What is said in the reader's language; nothing when the core's own English sentence is all there is. */
export function translated(group: SayingGroup, saying: Saying | null | undefined): string | null {
  const tongue = chosenTongue();
  return tongue && saying ? made(saying, sentencesOf(tongue, group), tongue) : null;
}

/**
 * What the core says, for the reader: in the reader's language by the first of the groups that knows it, else as the core's
 * own English sentence has it, with its instants by the clock on the wall. Nothing where nothing is said.
 */
export function inWords(
  groups: SayingGroup | readonly SayingGroup[],
  saying: Saying | null | undefined,
  english: string,
): string;
export function inWords(
  groups: SayingGroup | readonly SayingGroup[],
  saying: Saying | null | undefined,
  english: string | null | undefined,
): string | null;
export function inWords(
  groups: SayingGroup | readonly SayingGroup[],
  saying: Saying | null | undefined,
  english: string | null | undefined,
): string | null {
  for (const group of [groups].flat()) {
    const said = translated(group, saying);
    if (said) return said;
  }
  return english ? onTheWall(english) : null;
}

/**
 * The name of something that the core made, in the reader's language as long as it has the name that the core gave it. Names are
 * stored with what they name, so one that somebody changed stays as it was written.
 */
export function builtInName(name: string): string {
  const names: Sentences = chosenTongue()?.core.names ?? {};
  return names[name] ?? name;
}

/** Several sentences of the core in one; all of them as the core has them as soon as one of them is only known in English. */
export function allInWords(group: SayingGroup, sayings: readonly Saying[], english: string): string {
  const said = sayings.map((saying) => translated(group, saying));
  const isKnown = said.length > 0 && said.every((sentence) => sentence !== null);
  return isKnown ? said.join(' ') : onTheWall(english);
}
