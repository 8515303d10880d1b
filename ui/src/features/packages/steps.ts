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
import { writtenChoices } from './questionDraft';

export const steps = ['basics', 'roles', 'who', 'questions', 'approval', 'ending', 'review'] as const;
export type Step = (typeof steps)[number];

export type QuestionField = 'text' | 'pattern' | 'choices' | 'languages';

/** A field of the wizard; those of a question or a stage carry its position. */
export type FieldName =
  | 'catalog'
  | 'displayName'
  | 'description'
  | 'roles'
  | 'targets'
  | 'questions'
  | `question${number}.${QuestionField}`
  | 'stages'
  | `stage${number}.approvers`
  | `stage${number}.limit`
  | `stage${number}.escalation`
  | `stage${number}.alternates`
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

const placeOfCode: Record<string, [Step, FieldName]> = {
  name_taken: ['basics', 'displayName'],
  not_found: ['basics', 'catalog'],
  package_empty: ['roles', 'roles'],
  resource_outside_catalog: ['roles', 'roles'],
  resource_role_twice: ['roles', 'roles'],
  role_blocked_for_agents: ['roles', 'roles'],
  role_not_for_agents: ['roles', 'roles'],
  privileged_role_active: ['roles', 'roles'],
  targets_dont_fit_scope: ['who', 'targets'],
  too_many_targets: ['who', 'targets'],
  too_many_questions: ['questions', 'questions'],
  too_many_stages: ['approval', 'stages'],
  duration_not_positive: ['ending', 'expiration'],
  duration_too_long: ['ending', 'expiration'],
  end_in_the_past: ['ending', 'expiration'],
  extension_of_endless_access: ['ending', 'extension'],
  extension_without_stage: ['ending', 'extension'],
};

const stageFieldOfCode: Record<string, 'approvers' | 'limit' | 'escalation' | 'alternates'> = {
  stage_without_approver: 'approvers',
  manager_in_two_stages: 'approvers',
  stage_limit_out_of_range: 'limit',
  stage_too_short_to_escalate: 'escalation',
  forwarding_day_out_of_range: 'escalation',
  stage_without_alternate: 'alternates',
  approver_twice: 'alternates',
  second_level_without_manager: 'alternates',
  second_level_without_fallback: 'alternates',
};

const questionFieldOfCode: Record<string, QuestionField> = {
  language_unknown: 'languages',
  language_twice: 'languages',
  pattern_unusable: 'pattern',
  choices_out_of_range: 'choices',
  choice_twice: 'choices',
};

/** Fields by the core's name for the text that is written into them. */
const placeOfText: Record<string, [Step, FieldName]> = {
  "the policy's name": ['review', 'policyName'],
  'the description': ['basics', 'description'],
};

/** Where a refusal of the core is shown; nothing means beside the button that was pressed. */
export function placeOf({ code, saying }: Pick<Refusal, 'code' | 'saying'>): [Step, FieldName] | undefined {
  const { stage, question, field } = saying?.values ?? {};
  const stageField = stageFieldOfCode[code];
  if (stageField && typeof stage === 'number') return ['approval', `stage${stage - 1}.${stageField}`];
  if (typeof question === 'number')
    return ['questions', `question${question - 1}.${questionFieldOfCode[code] ?? 'text'}`];
  if (typeof field === 'object' && 'words' in field)
    return placeOfText[field.words[0] ?? ''] ?? ['basics', 'displayName'];
  return placeOfCode[code];
}
