// The order of the inbox. What must be decided today comes before what must be decided tomorrow; within a day the strongest
// access comes first, because it deserves the freshest eyes.
import type { ApprovalRow } from '../../generated/contract';
import { dayOf } from '../../shared/format';

export function inInboxOrder(rows: readonly ApprovalRow[]): ApprovalRow[] {
  return rows.toSorted(
    (one, other) =>
      dayOf(one.deadlineAt).localeCompare(dayOf(other.deadlineAt)) ||
      other.weight - one.weight ||
      one.deadlineAt.localeCompare(other.deadlineAt),
  );
}

/** Where the eye goes once a row has been decided: the next one, at the end the one before. */
export function nextAfter(rows: readonly ApprovalRow[], requestId: string): string | undefined {
  const at = rows.findIndex((row) => row.request.id === requestId);
  return (rows[at + 1] ?? rows[at - 1])?.request.id;
}
