// A package while it is being made. It lives beside the steps and not in them, so that nothing is lost on the way back.
import { SvelteMap } from 'svelte/reactivity';
import type {
  ApproverKind,
  ApproverSetView,
  CreateAccessPackage,
  ExpirationView,
  ExtensionRule,
  NewApproverSet,
  NewPolicy,
  NewStage,
  PolicyScope,
  PolicyStageView,
  PolicyView,
  ResourceRoleRow,
} from '../../generated/contract';
import type { Option } from '../../shared/controls';
import { dayOf, endOfDay, formatDays, formatInstant } from '../../shared/format';
import { t, textOf } from '../../shared/i18n';
import type { PolicyWords } from './policySentences';
import { newQuestionOf, questionDraftOf, type QuestionDraft } from './questionDraft';
import { effective, usualRequestors } from './requestors';

/** A kind of approver as one chooses it: the second level of a manager is a choice of its own. */
export type ApproverChoice = ApproverKind | 'requestorSecondLevelManager' | 'targetSecondLevelManager';

export interface ApproverDraft {
  key: number;
  kind: ApproverChoice;
  /** The person or the group, for the kinds that name one. */
  chosen: Option[];
}

export interface StageDraft {
  key: number;
  approvers: ApproverDraft[];
  fallback: ApproverDraft[];
  limitDays: number | null;
  isJustificationRequired: boolean;
  /** Whether alternates are asked too when nobody decides. */
  isEscalated: boolean;
  escalateAfterDays: number | null;
  alternates: ApproverDraft[];
  fallbackAlternates: ApproverDraft[];
}

export const MAX_STAGES = 3;
export const MAX_STAGE_DAYS = 14;
/** A shorter stage leaves no room for forwarding. */
export const MIN_ESCALATING_STAGE_DAYS = 4;

export const namesSomebody = (kind: ApproverChoice) => kind === 'singleUser' || kind === 'groupMembers';

const isComplete = ({ kind, chosen }: ApproverDraft) => !namesSomebody(kind) || chosen.length > 0;

export class PackageDraft {
  catalogId = $state<string | undefined>();
  displayName = $state('');
  description = $state('');
  isHidden = $state(false);
  readonly roles = new SvelteMap<string, ResourceRoleRow>();
  scope = $state<PolicyScope>('allDirectoryAgentIdentities');
  targets = $state<Option[]>([]);
  /** Groups of agents: whichever agents are in them when they ask. */
  targetGroups = $state<Option[]>([]);
  isRequestorJustificationRequired = $state(true);
  requestors = $state(usualRequestors());
  questions = $state<QuestionDraft[]>([]);
  stages = $state<StageDraft[]>([]);
  expires = $state<ExpirationView['type']>('afterDuration');
  days = $state<number | null>(30);
  endDay = $state<string | null>(null);
  extension = $state<ExtensionRule>('withApproval');
  isSilent = $state(false);
  /** Empty as long as the suggested name is good enough. */
  policyName = $state('');
  #keys = 0;
  /** The ending of the policy that was taken over. */
  #takenOver: ExpirationView | undefined;

  /** Whether the length of the policy that was taken over is kept because no number of days was written. */
  get keepsLength(): boolean {
    return (
      this.days === null && this.#takenOver?.type === 'afterDuration' && wholeDays(this.#takenOver.duration) === null
    );
  }

  constructor() {
    this.addStage();
  }

  newApprover(kind: ApproverChoice = 'singleUser'): ApproverDraft {
    return { key: ++this.#keys, kind, chosen: [] };
  }

  addStage(): void {
    this.stages.push({
      key: ++this.#keys,
      approvers: [this.newApprover()],
      fallback: [],
      limitDays: 7,
      isJustificationRequired: false,
      isEscalated: false,
      escalateAfterDays: 3,
      alternates: [this.newApprover()],
      fallbackAlternates: [],
    });
  }

  /** Roles belong to one catalog, and so do packages: another catalog begins with none. */
  chooseCatalog(id: string): void {
    if (id !== this.catalogId) this.roles.clear();
    this.catalogId = id;
  }

  get expiration(): ExpirationView {
    const before = this.#takenOver;
    if (this.expires === 'afterDuration') {
      // A length in hours cannot be shown in days; untouched, it stays as it is.
      if (this.keepsLength && before?.type === 'afterDuration') return before;
      return { type: 'afterDuration', duration: `P${this.days ?? 0}D` };
    }
    if (
      this.expires === 'afterDateTime' &&
      before?.type === 'afterDateTime' &&
      this.endDay === dayOf(before.endDateTime)
    )
      return before;
    if (this.expires === 'afterDateTime' && this.endDay)
      return { type: 'afterDateTime', endDateTime: endOfDay(this.endDay) };
    return { type: 'noExpiration' };
  }

  /** What never ends cannot be extended. */
  get effectiveExtension(): ExtensionRule {
    return this.expires === 'noExpiration' ? 'notAllowed' : this.extension;
  }

  get suggestedPolicyName(): string {
    const ends =
      this.expires === 'afterDuration'
        ? formatDays(this.days ?? 0)
        : this.expires === 'afterDateTime' && this.endDay
          ? t('wizard.untilDay', { day: formatInstant(endOfDay(this.endDay), 'date') })
          : t('wizard.noEnd');
    return [textOf('wizard', `scope_${this.scope}`), t('wizard.approvals', { count: this.stages.length }), ends].join(
      ', ',
    );
  }

  /** As the core will show it, for the sentences of the review. */
  get words(): PolicyWords {
    return {
      scope: this.scope,
      specificTargets: this.#isForChosen
        ? this.targets.map(({ value, label }) => ({ id: value, displayName: label }))
        : [],
      specificTargetGroups: this.#isForChosen
        ? this.targetGroups.map(({ value, label }) => ({ id: value, displayName: label }))
        : [],
      stages: this.stages.map(stageWords),
      expiration: this.expiration,
      extension: this.effectiveExtension,
      isRequestorJustificationRequired: this.isRequestorJustificationRequired,
      requestorSettings: effective(this.requestors),
      questions: this.questions,
      isAssignmentNotificationDisabled: this.isSilent,
    };
  }

  get #isForChosen(): boolean {
    return this.scope === 'specificDirectoryServicePrincipals';
  }

  get ask(): CreateAccessPackage {
    return {
      catalogId: this.catalogId ?? '',
      displayName: this.displayName,
      description: this.description,
      isHidden: this.isHidden,
      resourceRoleIds: [...this.roles.keys()],
      policies: [this.policy],
    };
  }

  /** The policy alone, to add one or to word one anew. */
  get policy(): NewPolicy {
    return {
      specificTargetGroups: this.#isForChosen ? this.targetGroups.map(({ value }) => value) : [],
      displayName: this.policyName.trim() || this.suggestedPolicyName,
      scope: this.scope,
      specificTargets: this.#isForChosen ? this.targets.map(({ value }) => value) : [],
      stages: this.stages.map(newStage),
      expiration: this.expiration,
      extension: this.effectiveExtension,
      isRequestorJustificationRequired: this.isRequestorJustificationRequired,
      requestorSettings: effective(this.requestors),
      questions: this.questions.map(newQuestionOf),
      isAssignmentNotificationDisabled: this.isSilent,
    };
  }

  /** Takes over a policy that there is, to word it anew. */
  takeOver(policy: PolicyView): void {
    this.requestors = { ...policy.requestorSettings };
    this.questions = policy.questions.map(questionDraftOf);
    this.isSilent = policy.isAssignmentNotificationDisabled;
    this.targetGroups = policy.specificTargetGroups.map(({ id, displayName }) => ({ value: id, label: displayName }));
    this.policyName = policy.displayName;
    this.scope = policy.scope;
    this.targets = policy.specificTargets.map(({ id, displayName }) => ({ value: id, label: displayName }));
    this.isRequestorJustificationRequired = policy.isRequestorJustificationRequired;
    this.stages = policy.stages.map((stage) => ({
      key: ++this.#keys,
      approvers: stage.primaryApprovers.map((set) => this.#approverOf(set)),
      fallback: stage.fallbackApprovers.map((set) => this.#approverOf(set)),
      limitDays: stage.limitDays,
      isJustificationRequired: stage.isJustificationRequired,
      isEscalated: stage.escalateAfterDays !== null,
      escalateAfterDays: stage.escalateAfterDays,
      alternates: stage.alternateApprovers.map((set) => this.#approverOf(set)),
      fallbackAlternates: stage.fallbackAlternateApprovers.map((set) => this.#approverOf(set)),
    }));
    this.expires = policy.expiration.type;
    this.#takenOver = policy.expiration;
    if (policy.expiration.type === 'afterDuration') this.days = wholeDays(policy.expiration.duration);
    if (policy.expiration.type === 'afterDateTime') this.endDay = dayOf(policy.expiration.endDateTime);
    this.extension = policy.extension;
  }

  #approverOf({ kind, person, group, managerLevel }: ApproverSetView): ApproverDraft {
    const named = person ?? group;
    return {
      key: ++this.#keys,
      kind: choiceOf(kind, managerLevel),
      chosen: named ? [{ value: named.id, label: named.displayName }] : [],
    };
  }
}

/** The days of a length in whole days; nothing for hours. */
function wholeDays(duration: string): number | null {
  const days = /^P(\d+)D$/.exec(duration)?.[1];
  return days === undefined ? null : Number(days);
}

/** The choice on the screen that stands for a kind as the core knows it. */
function choiceOf(kind: ApproverKind, managerLevel: number | null): ApproverChoice {
  if (managerLevel !== 2) return kind;
  return kind === 'targetManager' ? 'targetSecondLevelManager' : 'requestorSecondLevelManager';
}

/** The kind as the core knows it, and how far up the line a manager is meant. */
function levelled(kind: ApproverChoice): { kind: ApproverKind; managerLevel: number | undefined } {
  switch (kind) {
    case 'requestorSecondLevelManager':
      return { kind: 'requestorManager', managerLevel: 2 };
    case 'targetSecondLevelManager':
      return { kind: 'targetManager', managerLevel: 2 };
    case 'requestorManager':
    case 'targetManager':
      return { kind, managerLevel: 1 };
    default:
      return { kind, managerLevel: undefined };
  }
}

function approverWords({ kind, chosen }: ApproverDraft): ApproverSetView {
  const { kind: coreKind, managerLevel } = levelled(kind);
  const named = chosen[0] ? { id: chosen[0].value, displayName: chosen[0].label } : null;
  return {
    kind: coreKind,
    person: kind === 'singleUser' ? named : null,
    group: kind === 'groupMembers' ? named : null,
    managerLevel: managerLevel ?? null,
  };
}

function stageWords(stage: StageDraft): PolicyStageView {
  return {
    primaryApprovers: stage.approvers.filter(isComplete).map(approverWords),
    fallbackApprovers: stage.fallback.filter(isComplete).map(approverWords),
    limitDays: stage.limitDays ?? 0,
    isJustificationRequired: stage.isJustificationRequired,
    escalateAfterDays: stage.isEscalated ? (stage.escalateAfterDays ?? 0) : null,
    alternateApprovers: stage.isEscalated ? stage.alternates.filter(isComplete).map(approverWords) : [],
    fallbackAlternateApprovers: stage.isEscalated ? stage.fallbackAlternates.filter(isComplete).map(approverWords) : [],
  };
}

function newApprovers(drafts: ApproverDraft[]): NewApproverSet[] {
  return drafts.filter(isComplete).map(({ kind, chosen }) => ({
    ...levelled(kind),
    personId: kind === 'singleUser' ? chosen[0]?.value : undefined,
    groupId: kind === 'groupMembers' ? chosen[0]?.value : undefined,
  }));
}

function newStage(stage: StageDraft): NewStage {
  return {
    primaryApprovers: newApprovers(stage.approvers),
    fallbackApprovers: newApprovers(stage.fallback),
    limitDays: stage.limitDays ?? 0,
    isJustificationRequired: stage.isJustificationRequired,
    ...(stage.isEscalated
      ? {
          escalateAfterDays: stage.escalateAfterDays ?? 0,
          alternateApprovers: newApprovers(stage.alternates),
          fallbackAlternateApprovers: newApprovers(stage.fallbackAlternates),
        }
      : {}),
  };
}

export const hasAlternate = (stage: StageDraft) => stage.alternates.some(isComplete);
export const hasApprover = (stage: StageDraft) => stage.approvers.some(isComplete);
