import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { PolicyView, QuestionView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import { PackageDraft } from './draft.svelte';
import PolicyDialog from './PolicyDialog.svelte';
import { policyAnswers } from './policySentences';
import { newQuestionOf, questionDraftOf } from './questionDraft';
import { requestorSentences, usualRequestors } from './requestors';
import { problemsOf } from './steps';

const region: QuestionView = {
  id: 'q2',
  sequence: 2,
  kind: 'multipleChoice',
  text: 'Which region?',
  localizations: [{ languageCode: 'de', text: 'Welche Region?' }],
  isRequired: true,
  isAnswerEditable: true,
  pattern: null,
  choices: [
    { value: 'eu', text: 'Europe', localizations: [{ languageCode: 'de', text: 'Europa' }] },
    { value: 'us', text: 'America', localizations: [] },
  ],
};

const costCentre: QuestionView = {
  ...region,
  id: 'q1',
  sequence: 1,
  kind: 'shortText',
  text: 'Which cost centre?',
  localizations: [],
  isAnswerEditable: false,
  pattern: 'CC-[0-9]{4}',
  choices: [],
};

const policy: PolicyView = {
  id: 'policy',
  displayName: 'Closing',
  scope: 'allDirectoryAgentIdentities',
  specificTargets: [],
  specificTargetGroups: [],
  requestorSettings: { ...usualRequestors(), enableTargetsToSelfAddAccess: false },
  questions: [costCentre, region],
  stages: [],
  expiration: { type: 'afterDuration', duration: 'P30D' },
  extension: 'withoutApproval',
  isRequestorJustificationRequired: false,
  isEnabled: true,
  isAssignmentNotificationDisabled: true,
};

/** As the core takes it: without the keys that it gives itself. */
const asked = ({ id: _id, sequence: _sequence, pattern, ...question }: QuestionView) => ({
  ...question,
  pattern: pattern ?? undefined,
});

describe('the questions of a policy', () => {
  it('are taken over and given back unchanged', () => {
    expect(newQuestionOf(questionDraftOf(costCentre))).toEqual(asked(costCentre));
    expect(newQuestionOf(questionDraftOf(region))).toEqual(asked(region));
  });

  it('keep what is stored for a choice that gets other words', () => {
    const draft = questionDraftOf(region);
    if (draft.choices[1]) draft.choices[1].text = 'The Americas';
    expect(newQuestionOf(draft).choices?.[1]).toMatchObject({ value: 'us', text: 'The Americas' });
  });

  it('need words, choices and named languages', () => {
    const draft = new PackageDraft();
    draft.takeOver(policy);
    expect(problemsOf('questions', draft)).toEqual({});
    const second = draft.questions[1];
    if (!second) throw new Error('the second question is missing');
    second.text = ' ';
    second.choices.splice(0);
    second.languages.push({ key: 99, code: '', text: 'x', choices: {} });
    expect(Object.keys(problemsOf('questions', draft))).toEqual([
      'question1.text',
      'question1.choices',
      'question1.languages',
    ]);
  });

  it('need words in each language that is named, and say in which there are none', () => {
    const draft = new PackageDraft();
    draft.takeOver(policy);
    const [first] = draft.questions;
    if (!first) throw new Error('the first question is missing');
    first.languages.push({ key: 99, code: 'pt-BR', text: ' ', choices: {} });
    expect(problemsOf('questions', draft)).toEqual({
      'question0.languages': 'Nothing is written in “pt-BR”; write it, or remove the language.',
    });
    for (const language of first.languages) language.text = 'Qual?';
    expect(problemsOf('questions', draft)).toEqual({});
  });

  it('read as sentences', () => {
    const answer = policyAnswers(policy).find(({ id }) => id === 'questions');
    expect(answer?.sentences).toEqual([
      '“Which cost centre?” has to be answered.',
      '“Which region?” has to be answered. The answer may be changed with an extension.',
    ]);
    const ends = policyAnswers(policy).find(({ id }) => id === 'ends');
    expect(ends?.sentences.at(-1)).toBe('Nobody is told of its delivery and its end.');
  });
});

describe('who may ask', () => {
  it('is one sentence where the same people may do everything', () => {
    expect(requestorSentences(usualRequestors(), { requested: true, extended: true })).toEqual([
      'the agent itself or its sponsors and owners may request it, extend it, and give it back.',
    ]);
  });

  it('is told apart where the switches differ', () => {
    const settings = {
      ...usualRequestors(),
      enableTargetsToSelfAddAccess: false,
      allowCustomAssignmentSchedule: false,
      onBehalfRequestors: ['targetManager' as const],
    };
    expect(requestorSentences(settings, { requested: true, extended: true })).toEqual([
      'the manager of its user account may request it.',
      'the agent itself or the manager of its user account may extend it and give it back.',
      'Start and length are the policy’s; whoever requests chooses neither.',
    ]);
    expect(
      requestorSentences(settings, { requested: false, extended: false }),
      'where nobody requests and nothing is extended, nothing is said of that',
    ).toEqual(['the agent itself or the manager of its user account may give it back.']);
  });

  it('is nobody on behalf once nobody is named', () => {
    const draft = new PackageDraft();
    draft.requestors.onBehalfRequestors = [];
    expect(draft.policy.requestorSettings).toMatchObject({
      enableTargetsToSelfAddAccess: true,
      enableOnBehalfRequestorsToAddAccess: false,
      enableOnBehalfRequestorsToRemoveAccess: false,
    });
  });
});

describe('the dialog of a policy', () => {
  it('shows what there is, and sends what was changed with what was not', async () => {
    const update = vi.fn((_ask: unknown): never => {
      const message = "Question 1: the pattern can't be used (unclosed); correct it.";
      const values = { question: 1, why: 'unclosed' };
      const place = { field: 'questions', within: ['pattern'] };
      throw new Refusal('pattern_unusable', message, null, { code: 'pattern_unusable', case: null, values, ...place });
    });
    showScreen(fakeBackend({ update_policy: update }), PolicyDialog, {
      open: true,
      accessPackageId: 'package',
      policy,
    });
    const first = await screen.findByRole('group', { name: 'Question 1' });
    const pattern = within(first).getByLabelText<HTMLInputElement>(/Form of the answer/);
    expect(pattern.value).toBe('CC-[0-9]{4}');
    const second = screen.getByRole('group', { name: 'Question 2' });
    expect(within(second).getByLabelText<HTMLInputElement>(/“Europe” in this language/).value).toBe('Europa');
    expect(screen.getByLabelText<HTMLInputElement>(/Tell nobody/).checked).toBe(true);

    await userEvent.clear(pattern);
    await userEvent.type(pattern, '[[0-9');
    await userEvent.click(screen.getByRole('checkbox', { name: 'The manager of its user account acts for it' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(update.mock.calls[0]?.[0]).toMatchObject({
      policyId: 'policy',
      policy: {
        questions: [{ pattern: '[0-9' }, { text: 'Which region?' }],
        requestorSettings: {
          enableTargetsToSelfAddAccess: false,
          onBehalfRequestors: ['targetAgentIdentitySponsorsOrOwners', 'targetManager'],
        },
        isAssignmentNotificationDisabled: true,
      },
    });
    expect(await within(first).findByText(/the pattern can't be used/)).toBeTruthy();
    await vi.waitFor(() => expect(document.activeElement).toBe(pattern));
    expect(screen.queryByRole('alert'), 'it is said once').toBeNull();
  });

  it('says what is wrong with several fields together where they are, and has it read', async () => {
    const refuse = () => {
      const saying = { code: 'too_many_stages', case: null, values: { most: 3 }, field: 'stages' };
      throw new Refusal('too_many_stages', 'A policy has at most 3 approval stages.', null, saying);
    };
    showScreen(fakeBackend({ update_policy: refuse }), PolicyDialog, {
      open: true,
      accessPackageId: 'package',
      policy,
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    const approval = screen.getByRole('region', { name: 'Approval' });
    const told = await within(approval).findByText('A policy has at most 3 approval stages.');
    await vi.waitFor(() => expect(document.activeElement).toBe(told));
  });

  it('says at which question something is missing, and sends nothing', async () => {
    const add = vi.fn();
    showScreen(fakeBackend({ add_policy: add }), PolicyDialog, { open: true, accessPackageId: 'package' });
    await userEvent.click(await screen.findByRole('button', { name: 'Add a question' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add policy' }));
    expect(await screen.findByText('Write the question, or remove it.')).toBeTruthy();
    expect(add).not.toHaveBeenCalled();
  });
});
