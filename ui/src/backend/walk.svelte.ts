// Going through all rows of a list, a batch at a time, for deeds on more rows than one command takes. It opens a snapshot of
// its own, so rows that change on the way are neither missed nor met twice, and it can be stopped between two batches.
import { onDestroy } from 'svelte';
import type { ListName, RowOf } from './contract';
import { useDesk } from './desk.svelte';
import type { ListAsk } from './lists.svelte';
import { Refusal } from './refusal';

/** As many as one command takes. */
export const BATCH = 500;

export function createWalk() {
  const desk = useDesk();
  let isUnderWay = $state(false);
  let isStopped = $state(false);
  let gone = $state(0);
  let total = $state(0);
  let refusal = $state.raw<Refusal | undefined>();
  const stop = () => (isStopped = true);
  onDestroy(stop);

  async function run<N extends ListName>(
    { of, filter, sortBy, descending }: ListAsk<N>,
    each: (rows: readonly RowOf<N>[]) => Promise<void>,
  ): Promise<void> {
    [isUnderWay, isStopped, gone, total, refusal] = [true, false, 0, 0, undefined];
    try {
      const opened = await desk.openList({ list: { of, filter } as never, sortBy, descending });
      total = opened.count;
      try {
        while (gone < total && !isStopped) {
          const { rows } = await desk.readList({ handle: opened.handle, from: gone, count: BATCH });
          if (rows.length === 0) break;
          // The core answers with the rows of the list that was opened.
          await each(rows as unknown as readonly RowOf<N>[]);
          gone += rows.length;
        }
      } finally {
        await desk.closeList({ handle: opened.handle });
      }
    } catch (thrown) {
      refusal = Refusal.from(thrown);
    } finally {
      isUnderWay = false;
    }
  }

  return {
    run,
    stop,
    /** Why it ended before the end; what was done before stays done. */
    get refusal() {
      return refusal;
    },
    get isUnderWay() {
      return isUnderWay;
    },
    /** Whether somebody stopped it before the end. */
    get isStopped() {
      return isStopped;
    },
    get gone() {
      return gone;
    },
    get total() {
      return total;
    },
  };
}
