// A question while it is being written. Each language is one block, because whoever translates reads the question and its
// choices together.
import type { NewQuestion, QuestionKind, QuestionView } from '../../generated/contract';

export interface ChoiceDraft {
  key: number;
  /** What is stored. It stays when an existing choice gets other words, so that answers keep their meaning. */
  value: string | undefined;
  text: string;
}

export interface LanguageDraft {
  key: number;
  code: string;
  text: string;
  /** The words of each choice, by the choice's key. */
  choices: Record<number, string>;
}

export interface QuestionDraft {
  key: number;
  kind: QuestionKind;
  text: string;
  isRequired: boolean;
  isAnswerEditable: boolean;
  pattern: string;
  choices: ChoiceDraft[];
  languages: LanguageDraft[];
}

export const MAX_QUESTIONS = 20;
export const MAX_CHOICES = 50;

let keys = 0;
const nextKey = () => ++keys;

export const newChoice = (): ChoiceDraft => ({ key: nextKey(), value: undefined, text: '' });
export const newLanguage = (): LanguageDraft => ({ key: nextKey(), code: '', text: '', choices: {} });
export const newQuestion = (): QuestionDraft => ({
  key: nextKey(),
  kind: 'shortText',
  text: '',
  isRequired: false,
  isAnswerEditable: false,
  pattern: '',
  choices: [newChoice(), newChoice()],
  languages: [],
});

/** Only a text has a form to keep to. */
export const takesPattern = ({ kind }: QuestionDraft) => kind !== 'multipleChoice';
export const writtenChoices = ({ choices }: QuestionDraft) => choices.filter(({ text }) => text.trim() !== '');

/** Whether anything is said in a language; one without words would not be kept. */
export const hasWords = (question: QuestionDraft, { text, choices }: LanguageDraft) =>
  text.trim() !== '' || (!takesPattern(question) && writtenChoices(question).some(({ key }) => choices[key]?.trim()));

/** A question that there is, to word it anew. */
export function questionDraftOf(view: QuestionView): QuestionDraft {
  const choices = view.choices.map((choice) => ({ key: nextKey(), value: choice.value, text: choice.text }));
  const codes = [view, ...view.choices].flatMap(({ localizations }) =>
    (localizations ?? []).map(({ languageCode }) => languageCode),
  );
  const inLanguage = (texts: QuestionView['localizations'] | undefined, code: string) =>
    texts?.find(({ languageCode }) => languageCode.toLowerCase() === code.toLowerCase())?.text ?? '';
  const isFirst = (code: string, index: number) =>
    codes.findIndex((other) => other.toLowerCase() === code.toLowerCase()) === index;
  return {
    key: nextKey(),
    kind: view.kind,
    text: view.text,
    isRequired: view.isRequired,
    isAnswerEditable: view.isAnswerEditable,
    pattern: view.pattern ?? '',
    choices: choices.length > 0 ? choices : [newChoice(), newChoice()],
    languages: codes.filter(isFirst).map((code) => ({
      key: nextKey(),
      code,
      text: inLanguage(view.localizations, code),
      choices: Object.fromEntries(
        choices.map(({ key }, index) => [key, inLanguage(view.choices[index]?.localizations, code)]),
      ),
    })),
  };
}

export function newQuestionOf(draft: QuestionDraft): NewQuestion {
  const isChoice = draft.kind === 'multipleChoice';
  const translated = (textIn: (language: LanguageDraft) => string | undefined) =>
    draft.languages
      .map((language) => ({ languageCode: language.code.trim(), text: textIn(language)?.trim() ?? '' }))
      .filter(({ text }) => text !== '');
  return {
    kind: draft.kind,
    text: draft.text.trim(),
    localizations: translated(({ text }) => text),
    isRequired: draft.isRequired,
    isAnswerEditable: draft.isAnswerEditable,
    pattern: takesPattern(draft) && draft.pattern !== '' ? draft.pattern : undefined,
    choices: isChoice
      ? writtenChoices(draft).map(({ key, value, text }) => ({
          value: value ?? text.trim(),
          text: text.trim(),
          localizations: translated(({ choices }) => choices[key]),
        }))
      : [],
  };
}
