// A workflow while somebody writes it: the form's own state, what it is made from, and what it becomes for the core.
import type {
  NewTask,
  TaskDefinition,
  WorkflowCondition,
  WorkflowConditions,
  WorkflowTask,
} from '../../generated/contract';
import type { Option } from '../../shared/controls';

export const triggerKinds = ['timeBased', 'attributeChange', 'membershipChange', 'onDemandOnly'] as const;
export type TriggerKind = (typeof triggerKinds)[number];
export const scopeKinds = ['everyone', 'rule', 'group'] as const;
export type ScopeKind = (typeof scopeKinds)[number];
export const dateAttributes = ['employeeLeaveDateTime', 'employeeHireDate'] as const;
export const moveAttributes = ['jobTitle', 'department', 'manager'] as const;
export const membershipChanges = ['added', 'removed'] as const;
export const scopeAttributes = ['department', 'jobTitle', 'displayName', 'mail', 'employeeId'] as const;
export const scopeOperators = ['eq', 'ne', 'startsWith', 'contains'] as const;
export const ruleJoins = ['and', 'or'] as const;
export const taskDefinitions: readonly TaskDefinition[] = ['notifyManager', 'notifyCoSponsors', 'transferToManager'];

export interface TaskDraft {
  key: number;
  task: TaskDefinition;
  writes: boolean;
  displayName: string;
  description: string;
  isEnabled: boolean;
  continueOnError: boolean;
  cc: Option[];
  subject: string;
  body: string;
  locale: string;
  ownSubject: string;
  ownBody: string;
}

let lastKey = 0;

export function taskDraft(task: WorkflowTask): TaskDraft {
  return {
    key: ++lastKey,
    task: task.task,
    writes: task.writes,
    displayName: task.displayName,
    description: task.description,
    isEnabled: task.isEnabled,
    continueOnError: task.continueOnError,
    cc: task.cc.map((person) => ({ value: person.id, label: person.displayName })),
    subject: task.subject ?? '',
    body: task.body ?? '',
    locale: task.locale ?? '',
    ownSubject: task.ownSubject ?? '',
    ownBody: task.ownBody ?? '',
  };
}

export function askedTask(draft: TaskDraft): NewTask {
  const base: NewTask = {
    task: draft.task,
    displayName: draft.displayName || undefined,
    description: draft.description,
    isEnabled: draft.isEnabled,
    continueOnError: draft.continueOnError,
  };
  if (!draft.writes) return base;
  return {
    ...base,
    cc: draft.cc.map((option) => option.value),
    subject: draft.subject.trim() || undefined,
    body: draft.body.trim() || undefined,
    locale: draft.locale.trim() || undefined,
  };
}

/** What the form changes in place. */
export class ConditionsDraft {
  trigger = $state<TriggerKind>('onDemandOnly');
  dateAttribute = $state<(typeof dateAttributes)[number]>('employeeLeaveDateTime');
  offsetDays = $state<number | null>(0);
  attributes = $state<string[]>(['jobTitle', 'department']);
  triggerGroup = $state<Option[]>([]);
  change = $state<(typeof membershipChanges)[number]>('removed');
  scope = $state<ScopeKind>('everyone');
  join = $state<(typeof ruleJoins)[number]>('and');
  conditions = $state<WorkflowCondition[]>([{ attribute: 'department', operator: 'eq', value: '' }]);
  scopeGroup = $state<Option[]>([]);

  constructor(from: WorkflowConditions, groupName: (id: string) => string) {
    const { trigger, scope } = from;
    this.trigger = trigger.kind;
    if (trigger.kind === 'timeBased') {
      this.dateAttribute = trigger.attribute;
      this.offsetDays = trigger.offsetDays;
    } else if (trigger.kind === 'attributeChange') {
      this.attributes = [...trigger.attributes];
    } else if (trigger.kind === 'membershipChange') {
      this.change = trigger.change;
      this.triggerGroup = [{ value: trigger.groupId, label: groupName(trigger.groupId) }];
    }
    this.scope = scope.kind;
    if (scope.kind === 'rule') {
      this.join = scope.join;
      this.conditions = scope.conditions.map((condition) => ({ ...condition }));
    } else if (scope.kind === 'group') {
      this.scopeGroup = [{ value: scope.groupId, label: groupName(scope.groupId) }];
    }
  }

  /** What is missing before the core can be asked; its words are under "workflows". */
  get missing(): 'offset' | 'group' | 'attribute' | undefined {
    if (this.trigger === 'timeBased' && this.offsetDays === null) return 'offset';
    if (this.trigger === 'membershipChange' && this.triggerGroup.length === 0) return 'group';
    if (this.trigger === 'attributeChange' && this.attributes.length === 0) return 'attribute';
    if (this.scope === 'group' && this.scopeGroup.length === 0) return 'group';
    return undefined;
  }

  get asked(): WorkflowConditions {
    return { trigger: this.askedTrigger, scope: this.askedScope };
  }

  private get askedTrigger(): WorkflowConditions['trigger'] {
    switch (this.trigger) {
      case 'timeBased':
        return { kind: 'timeBased', attribute: this.dateAttribute, offsetDays: this.offsetDays ?? 0 };
      case 'attributeChange':
        return {
          kind: 'attributeChange',
          attributes: moveAttributes.filter((attribute) => this.attributes.includes(attribute)),
        };
      case 'membershipChange':
        return { kind: 'membershipChange', groupId: this.triggerGroup[0]?.value ?? '', change: this.change };
      case 'onDemandOnly':
        return { kind: 'onDemandOnly' };
    }
  }

  private get askedScope(): WorkflowConditions['scope'] {
    switch (this.scope) {
      case 'everyone':
        return { kind: 'everyone' };
      case 'rule':
        return { kind: 'rule', join: this.join, conditions: this.conditions.map((condition) => ({ ...condition })) };
      case 'group':
        return { kind: 'group', groupId: this.scopeGroup[0]?.value ?? '' };
    }
  }
}
