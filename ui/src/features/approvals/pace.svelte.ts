// How fast somebody approves. Whoever has just approved several in a row without looking long is tired of looking: the
// strongest request that still waits is then shown alone, and can't be approved for a moment. Denying is never held up.
// Measured in the time of the one who looks, which a training clock doesn't move.
import { onDestroy } from 'svelte';
import type { ApprovalRow } from '../../generated/contract';

/** So many approvals… */
export const BURST = 5;
/** …within so many milliseconds are a burst. */
export const BURST_WITHIN = 60_000;
/** For so many seconds the next can't be approved. */
export const PAUSE = 10;

/** The strongest of what waits; among equals the most urgent, which comes first. */
export function strongest(rows: readonly ApprovalRow[]): ApprovalRow | undefined {
  return rows.reduce<ApprovalRow | undefined>(
    (best, row) => (best && best.weight >= row.weight ? best : row),
    undefined,
  );
}

export function createPace(clock: () => number = () => performance.now()) {
  let approvals: number[] = [];
  let alone = $state<string | undefined>();
  let left = $state(0);
  let ticking: ReturnType<typeof setInterval> | undefined;

  function stopTicking(): void {
    clearInterval(ticking);
    left = 0;
  }
  onDestroy(stopTicking);

  return {
    /** The request that is shown alone. */
    get alone() {
      return alone;
    },
    /** How many seconds it can't be approved yet. */
    get left() {
      return left;
    },
    /** Told of each approval, with what waits then. Answers which request is looked at alone next, after a burst. */
    approved(waiting: readonly ApprovalRow[]): ApprovalRow | undefined {
      const now = clock();
      approvals = [...approvals.filter((at) => now - at < BURST_WITHIN), now];
      const next = approvals.length >= BURST ? strongest(waiting) : undefined;
      if (!next) return undefined;
      approvals = [];
      alone = next.request.id;
      stopTicking();
      left = PAUSE;
      ticking = setInterval(() => {
        left -= 1;
        if (left <= 0) stopTicking();
      }, 1000);
      return next;
    },
    /** The one that was shown alone is decided, or left for later. */
    goOn(): void {
      alone = undefined;
      stopTicking();
    },
  };
}

/** What is low enough to be approved several at once: membership and what a user may do anyway. */
const LOW = 2;

/** Which of what waits is asked for in just the same way as one of them, weakly enough that one look may stand for all. */
export function alike(rows: readonly ApprovalRow[], row: ApprovalRow | undefined): ApprovalRow[] {
  if (!row || row.weight > LOW) return [];
  const of = ({ request, stageNumber, stages, weight }: ApprovalRow) =>
    [request.accessPackage.id, request.requestType, stageNumber, stages, weight].join(' ');
  return rows.filter((other) => of(other) === of(row));
}
