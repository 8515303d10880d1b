// A policy in plain words, the same whether it exists already or is still being made. Each sentence answers one question.
import type {
  ApproverSetView,
  ExpirationView,
  PolicyStageView,
  PolicyView,
  QuestionView,
} from '../../generated/contract';
import { formatDays, formatDuration, formatInstant, formatList, locale } from '../../shared/format';
import { t } from '../../shared/i18n';
import type { IconName } from '../../shared/icons/paths';
import { requestorSentences } from './requestors';

export type PolicyWords = Pick<
  PolicyView,
  | 'scope'
  | 'specificTargets'
  | 'specificTargetGroups'
  | 'stages'
  | 'expiration'
  | 'extension'
  | 'isRequestorJustificationRequired'
  | 'requestorSettings'
  | 'isAssignmentNotificationDisabled'
> & { questions: readonly Pick<QuestionView, 'text' | 'isRequired' | 'isAnswerEditable'>[] };

export interface PolicyAnswer {
  id: 'who' | 'questions' | 'approval' | 'ends' | 'extension';
  question: string;
  icon: IconName;
  sentences: string[];
}

function approver({ kind, person, group, managerLevel }: ApproverSetView): string {
  if (kind === 'requestorManager')
    return t(managerLevel === 2 ? 'policy.approver_requestorSecondLevelManager' : 'policy.approver_requestorManager');
  if (kind === 'targetManager')
    return t(managerLevel === 2 ? 'policy.approver_targetSecondLevelManager' : 'policy.approver_targetManager');
  if (kind === 'targetAgentIdentitySponsorsOrOwners') return t('policy.approver_targetAgentIdentitySponsorsOrOwners');
  if (kind === 'groupMembers' && group) return t('policy.approver_group', { group: group.displayName });
  return person?.displayName ?? t('policy.approver_unknown');
}

const capital = (sentence: string) => sentence.charAt(0).toLocaleUpperCase(locale()) + sentence.slice(1);

function whoSentence({ scope, specificTargets, specificTargetGroups }: PolicyWords): string {
  switch (scope) {
    case 'notSpecified':
      return t('policy.whoNobody');
    case 'allDirectoryAgentIdentities':
      return t('policy.whoAllAgents');
    case 'allDirectoryServicePrincipals':
      return t('policy.whoAllPrincipals');
    case 'specificDirectoryServicePrincipals': {
      const agents = specificTargets.map((agent) => agent.displayName);
      const groups = specificTargetGroups.map((group) => t('policy.whoInGroup', { group: group.displayName }));
      // A group has as many agents as are in it on the day, so they are not counted.
      if (groups.length > 0) return t('policy.whoOnly', { agents: formatList([...agents, ...groups], 'conjunction') });
      return t('policy.whoChosen', { count: agents.length, agents: formatList(agents, 'conjunction') });
    }
  }
}

function stageSentences(stage: PolicyStageView, index: number, stages: number): string[] {
  const approvers = formatList(stage.primaryApprovers.map(approver), 'disjunction') || t('policy.approver_unknown');
  const limit = formatDays(stage.limitDays);
  const first =
    stages === 1
      ? capital(t('policy.stage', { approvers, limit }))
      : t('policy.stageNumbered', { number: index + 1, approvers, limit });
  const fallback = formatList(stage.fallbackApprovers.map(approver), 'disjunction');
  const alternates = formatList(stage.alternateApprovers.map(approver), 'disjunction') || t('policy.approver_unknown');
  return [
    first,
    ...(stage.escalateAfterDays
      ? [t('policy.escalation', { days: formatDays(stage.escalateAfterDays), approvers: alternates })]
      : []),
    ...(fallback ? [t('policy.fallback', { approvers: fallback })] : []),
    ...(stage.isJustificationRequired ? [t('policy.reason')] : []),
  ];
}

export function endSentence(expiration: ExpirationView): string {
  if (expiration.type === 'afterDuration')
    return t('policy.afterDuration', { duration: formatDuration(expiration.duration) });
  if (expiration.type === 'afterDateTime')
    return t('policy.afterDate', { date: formatInstant(expiration.endDateTime, 'date') });
  return t('policy.never');
}

const extensionKeys = {
  notAllowed: 'policy.extendNo',
  withoutApproval: 'policy.extendFree',
  withApproval: 'policy.extendApproval',
} as const;

function questionSentence({ text, isRequired, isAnswerEditable }: PolicyWords['questions'][number]): string {
  const question = text.trim() || t('policy.questionUnwritten');
  const sentence = t(isRequired ? 'policy.questionRequired' : 'policy.question', { question });
  return isAnswerEditable ? `${sentence} ${t('policy.questionEditable')}` : sentence;
}

/** What the policy answers: who, after which questions and whose approval, until when, and what comes after that. */
export function policyAnswers(policy: PolicyWords): PolicyAnswer[] {
  const isRequestable = policy.scope !== 'notSpecified';
  const askers = requestorSentences(policy.requestorSettings, {
    requested: isRequestable,
    extended: policy.extension !== 'notAllowed',
  }).map(capital);
  const asked = isRequestable && policy.isRequestorJustificationRequired ? [t('policy.requestorReason')] : [];
  const approvals =
    policy.stages.length === 0
      ? [t('policy.noApproval')]
      : policy.stages.flatMap((stage, index) => stageSentences(stage, index, policy.stages.length));
  const silent = policy.isAssignmentNotificationDisabled ? [t('policy.silent')] : [];
  return [
    { id: 'who', question: t('policy.who'), icon: 'people', sentences: [whoSentence(policy), ...askers, ...asked] },
    ...(policy.questions.length > 0
      ? [
          {
            id: 'questions' as const,
            question: t('policy.questions'),
            icon: 'question' as const,
            sentences: policy.questions.map(questionSentence),
          },
        ]
      : []),
    { id: 'approval', question: t('policy.approval'), icon: 'approvals', sentences: approvals },
    {
      id: 'ends',
      question: t('policy.ends'),
      icon: 'hourglass',
      sentences: [endSentence(policy.expiration), ...silent],
    },
    {
      id: 'extension',
      question: t('policy.extension'),
      icon: 'extend',
      sentences: [t(extensionKeys[policy.extension])],
    },
  ];
}
