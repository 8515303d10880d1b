import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { GiveAnswer, QuestionView } from '../../generated/contract';
import { setLocale } from '../../shared/format';
import { showScreen } from '../../showScreen';
import { answerRefusal } from './answerRefusal';
import QuestionFields from './QuestionFields.svelte';

const text: QuestionView = {
  id: 'q1',
  sequence: 1,
  kind: 'shortText',
  text: 'Which cost centre?',
  localizations: [{ languageCode: 'de', text: 'Welche Kostenstelle?' }],
  isRequired: true,
  isAnswerEditable: false,
  pattern: null,
  choices: [],
};
const long: QuestionView = {
  ...text,
  id: 'q2',
  kind: 'longText',
  text: 'What for?',
  localizations: [],
  isRequired: false,
};
const choice: QuestionView = {
  ...long,
  id: 'q3',
  kind: 'multipleChoice',
  text: 'Which region?',
  choices: [
    { value: 'eu', text: 'Europe', localizations: [{ languageCode: 'de-DE', text: 'Europa' }] },
    { value: 'us', text: 'America', localizations: [] },
  ],
};

function ask(questions: QuestionView[], error: { questionId: string; message: string } | null = null) {
  let answers: GiveAnswer[] = [];
  showScreen(fakeBackend(), QuestionFields, {
    questions,
    error,
    get answers() {
      return answers;
    },
    set answers(next) {
      answers = next;
    },
  });
  return () => answers;
}

afterEach(() => setLocale('en', undefined));

describe('the questions of a policy', () => {
  it('have one field each, and take the stored value of a choice', async () => {
    const answers = ask([text, long, choice]);
    await userEvent.type(screen.getByRole('textbox', { name: /Which cost centre\?/ }), 'CC-1');
    await userEvent.click(screen.getByRole('combobox', { name: /Which region\?/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'America' }));
    expect(answers()).toEqual([
      { questionId: 'q1', value: 'CC-1' },
      { questionId: 'q3', value: 'us' },
    ]);
  });

  it('send nothing for an answer that was emptied again', async () => {
    const answers = ask([long]);
    const field = screen.getByRole('textbox', { name: /What for\?/ });
    await userEvent.type(field, 'x');
    await userEvent.clear(field);
    expect(answers()).toEqual([]);
  });

  it('are read in the language of the window, or in their own where it has no words', async () => {
    setLocale('de-DE', undefined);
    ask([text, choice]);
    expect(screen.getByRole('textbox', { name: /Welche Kostenstelle\?/ })).toBeTruthy();
    await userEvent.click(screen.getByRole('combobox', { name: /Which region\?/ }));
    expect(await screen.findByRole('option', { name: 'Europa' })).toBeTruthy();
    expect(screen.getByRole('option', { name: 'America' })).toBeTruthy();
  });

  it('show a refusal at the question that it speaks of', () => {
    const refusal = { code: 'answer_missing', message: 'Answer it.', details: { questionId: 'q2' } };
    ask([text, long], answerRefusal(refusal));
    expect(screen.getByRole('textbox', { name: /What for\?/ }).getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('textbox', { name: /Which cost centre\?/ }).getAttribute('aria-invalid')).toBe('false');
    expect(answerRefusal({ code: 'text_too_long', message: 'Too long.' }), 'a refusal of something else').toBeNull();
  });
});
