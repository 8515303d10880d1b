// What happened to an assignment and what is still to come, in one line of time.
import type { AssignmentView } from '../../generated/contract';
import type { TimelineEvent } from '../../shared/display';
import { t } from '../../shared/i18n';
import { activityLook } from '../../shared/display/activityLook';
import { recordedWords } from '../../shared/display/recordedWords';

export function assignmentEvents(view: AssignmentView): TimelineEvent[] {
  const { assignment, history, reminders } = view;
  const past: TimelineEvent[] = history.map((event) => ({
    id: `record-${event.seq}`,
    at: event.occurredAt,
    ...recordedWords(event),
    by: event.actor?.displayName ?? event.actorAgent?.displayName,
    ...activityLook(event.activity),
  }));
  if (assignment.endedAt) return past;
  const ahead: TimelineEvent[] = reminders
    .filter((reminder) => reminder.state === 'scheduled' && reminder.kind === 'expiring')
    .map((reminder) => ({
      id: reminder.id,
      at: reminder.dueAt,
      title: t('assignment.reminderAhead', { count: reminder.thresholdDays }),
      icon: 'alert',
    }));
  const end: TimelineEvent[] = assignment.endsAt
    ? [{ id: 'end', at: assignment.endsAt, title: t('assignment.endAhead'), icon: 'stop' }]
    : [];
  return [...past, ...ahead, ...end];
}
