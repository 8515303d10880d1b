// The reports: what each can be narrowed to, and which words its columns are told in. What a report finds is the core's business.
import type { ReportKind } from '../../generated/contract';

export type Kind = ReportKind | 'doubleHolders';
export type Narrowing = 'agent' | 'person' | 'package' | 'workflow' | 'time';

interface Description {
  narrowings: readonly Narrowing[];
  /** The states that it can be narrowed to, and the group of their words. */
  states?: readonly [group: string, states: readonly string[]];
  /** It is about one of these, and tells nothing before one is chosen. */
  wants?: readonly ('agent' | 'person')[];
  /** By column, the group of the words that its terms have. */
  words?: Readonly<Record<string, string>>;
}

const processing = ['queued', 'inProgress', 'completed', 'completedWithErrors', 'canceled', 'failed'];
const ofWorkflows: Description = {
  narrowings: ['workflow', 'person', 'time'],
  states: ['processingState', processing],
  words: { state: 'processingState', executionType: 'executionType', task: 'taskDefinition' },
};

export const reports: Readonly<Record<Kind, Description>> = {
  packageAssignments: {
    narrowings: ['agent', 'package', 'time'],
    states: ['assignmentState', ['delivering', 'delivered', 'partiallyDelivered', 'deliveryFailed', 'expired']],
    words: { state: 'assignmentState' },
  },
  agentAccess: {
    narrowings: ['agent', 'time'],
    wants: ['agent'],
    words: { state: 'assignmentState', right: 'rightKind', source: 'grantSource' },
  },
  requestHistory: {
    narrowings: ['agent', 'package', 'time'],
    states: [
      'requestState',
      [
        'submitted',
        'pendingApproval',
        'scheduled',
        'delivering',
        'delivered',
        'partiallyDelivered',
        'deliveryFailed',
        'denied',
        'canceled',
      ],
    ],
    words: {
      state: 'requestState',
      status: 'requestStatus',
      requestType: 'requestType',
      stageState: 'stageState',
      decision: 'verdict',
    },
  },
  subjectPackages: {
    narrowings: ['agent', 'person', 'package'],
    states: ['packageStanding', ['assigned', 'requestable', 'refused']],
    wants: ['agent', 'person'],
    words: { standing: 'packageStanding', askedBy: 'askedBy' },
  },
  outsidePackages: {
    narrowings: ['agent', 'time'],
    words: { agentState: 'agentState', right: 'rightKind' },
  },
  doubleHolders: { narrowings: ['package'] },
  workflowRuns: ofWorkflows,
  workflowPeople: ofWorkflows,
  workflowTasks: ofWorkflows,
};

/** Columns with sentences of what was recorded, which stay in the language in which they were written. */
export const AS_RECORDED = ['outcome', 'reason'];
