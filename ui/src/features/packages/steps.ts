// The order of the wizard, what each step needs before the next, and to which field of which step a refusal belongs.
import type { Refusal } from '../../backend';
import { t } from '../../shared/i18n';
import {
  MAX_STAGE_DAYS,
  MIN_ESCALATING_STAGE_DAYS,
  hasAlternate,
  hasApprover,
  type PackageDraft,
} from './draft.svelte';
import { hasWords, writtenChoices } from './questionDraft';

export const steps = ['basics', 'roles', 'who', 'questions', 'approval', 'ending', 'review'] as const;
export type Step = (typeof steps)[number];

export type QuestionField = 'text' | 'kind' | 'pattern' | 'choices' | 'languages';
type StageField = 'approvers' | 'fallback' | 'limit' | 'escalation' | 'alternates' | 'fallbackAlternates';

/** A field of the wizard; those of a question or a stage carry its position. */
export type FieldName =
  | 'catalog'
  | 'displayName'
  | 'description'
  | 'roles'
  | 'targets'
  | 'targetGroups'
  | 'requestors'
  | 'questions'
  | `question${number}.${QuestionField}`
  | 'stages'
  | `stage${number}.${StageField}`
  | 'expiration'
  | 'extension'
  | 'policyName';

export type FieldErrors = Partial<Record<FieldName, string>>;

export function problemsOf(step: Step, draft: PackageDraft): FieldErrors {
  const problems: FieldErrors = {};
  if (step === 'basics') {
    if (!draft.catalogId) problems.catalog = t('wizard.catalogMissing');
    if (!draft.displayName.trim()) problems.displayName = t('wizard.nameMissing');
  }
  if (step === 'roles' && draft.roles.size === 0) problems.roles = t('wizard.rolesMissing');
  if (
    step === 'who' &&
    draft.scope === 'specificDirectoryServicePrincipals' &&
    draft.targets.length + draft.targetGroups.length === 0
  )
    problems.targets = t('wizard.targetsMissing');
  if (step === 'questions')
    draft.questions.forEach((question, index) => {
      if (!question.text.trim()) problems[`question${index}.text`] = t('questions.textMissing');
      if (question.kind === 'multipleChoice' && writtenChoices(question).length === 0)
        problems[`question${index}.choices`] = t('questions.choicesMissing');
      if (question.languages.some(({ code }) => !code.trim()))
        problems[`question${index}.languages`] = t('questions.codeMissing');
      else {
        const empty = question.languages.find((language) => !hasWords(question, language));
        if (empty)
          problems[`question${index}.languages`] = t('questions.wordsMissing', { language: empty.code.trim() });
      }
    });
  if (step === 'approval')
    draft.stages.forEach((stage, index) => {
      const days = stage.limitDays ?? 0;
      if (!hasApprover(stage)) problems[`stage${index}.approvers`] = t('wizard.approverMissing');
      if (!Number.isInteger(days) || days < 1 || days > MAX_STAGE_DAYS)
        problems[`stage${index}.limit`] = t('wizard.limitOutOfRange', { most: MAX_STAGE_DAYS });
      if (!stage.isEscalated) return;
      const after = stage.escalateAfterDays ?? 0;
      if (days < MIN_ESCALATING_STAGE_DAYS)
        problems[`stage${index}.escalation`] = t('wizard.escalatesHint', { least: MIN_ESCALATING_STAGE_DAYS });
      else if (!Number.isInteger(after) || after < 1 || after > days - 1)
        problems[`stage${index}.escalation`] = t('wizard.escalateOutOfRange', { most: days - 1 });
      if (!hasAlternate(stage)) problems[`stage${index}.alternates`] = t('wizard.alternateMissing');
    });
  if (step === 'ending') {
    if (draft.expires === 'afterDuration' && !draft.keepsLength && !(draft.days && draft.days > 0))
      problems.expiration = t('wizard.daysMissing');
    if (draft.expires === 'afterDateTime' && !draft.endDay) problems.expiration = t('wizard.dayMissing');
    if (draft.effectiveExtension === 'withApproval' && draft.stages.length === 0)
      problems.extension = t('wizard.extensionWithoutStage');
  }
  return problems;
}

/** Where the wizard asks for the properties of a package, and of its policy. */
const ofPackage: Record<string, [Step, FieldName]> = {
  catalogId: ['basics', 'catalog'],
  displayName: ['basics', 'displayName'],
  description: ['basics', 'description'],
  resourceRoleIds: ['roles', 'roles'],
};
const ofPolicy: Record<string, [Step, FieldName]> = {
  displayName: ['review', 'policyName'],
  specificTargets: ['who', 'targets'],
  specificTargetGroups: ['who', 'targetGroups'],
  requestorSettings: ['who', 'requestors'],
  questions: ['questions', 'questions'],
  stages: ['approval', 'stages'],
  expiration: ['ending', 'expiration'],
  extension: ['ending', 'extension'],
};

/** The same for those of one question, and of one stage. */
const ofQuestion: Record<string, QuestionField> = {
  text: 'text',
  kind: 'kind',
  pattern: 'pattern',
  choices: 'choices',
  localizations: 'languages',
};
const ofStage: Record<string, StageField> = {
  primaryApprovers: 'approvers',
  fallbackApprovers: 'fallback',
  limitDays: 'limit',
  escalateAfterDays: 'escalation',
  alternateApprovers: 'alternates',
  fallbackAlternateApprovers: 'fallbackAlternates',
};

type Said = Pick<Refusal, 'saying'>;
type Values = NonNullable<Refusal['saying']>['values'];

const pathOf = ({ saying }: Said): string[] => (saying?.field ? [saying.field, ...(saying.within ?? [])] : []);

function placeIn([holder = '', part]: string[], { question, stage }: Values): [Step, FieldName] | undefined {
  const ofOneQuestion = ofQuestion[part ?? ''];
  if (holder === 'questions' && ofOneQuestion && typeof question === 'number')
    return ['questions', `question${question - 1}.${ofOneQuestion}`];
  const ofOneStage = ofStage[part ?? ''];
  if (holder === 'stages' && ofOneStage && typeof stage === 'number')
    return ['approval', `stage${stage - 1}.${ofOneStage}`];
  return ofPolicy[holder];
}

/** Where a refusal to make a package is shown; nothing means beside the button that was pressed. */
export function placeInPackage(refusal: Said): [Step, FieldName] | undefined {
  const [holder = '', ...within] = pathOf(refusal);
  return holder === 'policies' ? placeIn(within, refusal.saying?.values ?? {}) : ofPackage[holder];
}

/** The same of a refusal to add a policy or to word one anew. */
export function placeInPolicy(refusal: Said): [Step, FieldName] | undefined {
  return placeIn(pathOf(refusal), refusal.saying?.values ?? {});
}
