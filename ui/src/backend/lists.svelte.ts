// Long lists. The core opens a list as a snapshot and answers with a handle; a grid reads its rows by position. When the
// core changes, a new snapshot takes the place of the old one, and the old handle is closed. A list of a million rows takes
// a while to open; its first rows are shown meanwhile.
import { createQuery, keepPreviousData } from '@tanstack/svelte-query';
import { onDestroy } from 'svelte';
import type { AskOf, FilterOf, ListName, RowOf, ViewOf } from './contract';
import { useDesk, useBackend } from './desk.svelte';
import type { Refusal } from './refusal';
import { readKey } from './reads';

export interface ListAsk<N extends ListName> {
  of: N;
  filter: FilterOf<N>;
  /** A row's field name; the list's own order when left out. */
  sortBy?: string;
  descending?: boolean;
  when?: boolean;
}

/** Fits the `source` of a Grid. */
export interface OpenList<T> {
  readonly source:
    | {
        count: number;
        isPartial: boolean;
        first: readonly T[];
        rows(from: number, count: number): Promise<readonly T[]>;
      }
    | undefined;
  readonly error: Refusal | null;
  /** By what the core knows the snapshot that is shown, to export exactly its rows. */
  readonly handle: string | undefined;
  /** Asks the core to open the list again. */
  again(): void;
}

// A list goes stale with the same tags as the paged command that reads the same rows.
const sameRowsAs = {
  agents: 'list_agents',
  blueprints: 'list_blueprints',
  people: 'list_people',
  accessPackages: 'list_access_packages',
  requests: 'list_requests',
  assignments: 'list_assignments',
  audit: 'list_audit',
} as const satisfies Record<ListName, string>;

/** As many as a tall screen shows. */
const FIRST_ROWS = 64;

/**
 * Where few cores do everything, putting a million rows in order takes them from drawing the first ones. So a list is opened
 * when these had the time to be drawn, or when they keep it waiting.
 */
const DRAWN_MS = 100;
const WAITS_MS = 250;

const passed = (ms: number) => new Promise((done) => setTimeout(done, ms));

let lists = 0;

export function createList<N extends ListName>(question: () => ListAsk<N>): OpenList<RowOf<N>> {
  const backend = useBackend();
  const desk = useDesk();
  // A handle has one reader, so its query is shared with nobody.
  const own = ++lists;
  // Nothing on screen depends on which handles are open.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  const handles = new Set<string>();

  // Questions for rows that are under way, by handle. A list is closed only when they are answered, so that none of them
  // finds its list gone.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  const reading = new Map<string, Set<Promise<unknown>>>();
  let isGone = false;

  function close(handle: string): void {
    handles.delete(handle);
    const underWay = reading.get(handle);
    reading.delete(handle);
    const tell = () => void backend.call('close_list', { handle }).catch(() => undefined);
    if (underWay?.size) void Promise.allSettled(underWay).then(tell);
    else tell();
  }

  async function read(handle: string, from: number, count: number) {
    const question = desk.readList({ handle, from, count });
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    const underWay = reading.get(handle) ?? new Set();
    reading.set(handle, underWay.add(question));
    try {
      return await question;
    } finally {
      underWay.delete(question);
    }
  }

  // The first rows of the list that is being opened, by what was asked.
  let preview = $state.raw<{ asked: string; rows: readonly RowOf<N>[] } | undefined>();
  const asked = ({ of, filter, sortBy, descending }: ListAsk<N>) => JSON.stringify([of, filter, sortBy, descending]);

  /** What was asked when a list was opened last. */
  let shown: string | undefined;

  /** Shows the first rows unless the list is open by then. What goes wrong is told by the opening itself. */
  async function previewOf(ask: ListAsk<N>, query: AskOf<'open_list'>, isOpen: () => boolean): Promise<void> {
    const page = await desk.previewList(query).catch(() => undefined);
    // One that answers late must not push out the rows of what is asked by then, nor ask a page that has gone for it.
    if (isGone || isOpen() || asked(ask) !== asked(question())) return;
    // The core answers with the rows of the list that was asked for.
    preview = page && { asked: asked(ask), rows: page.rows as unknown as readonly RowOf<N>[] };
  }

  const query = createQuery<ViewOf<'open_list'>, Refusal>(() => {
    const { of, filter, sortBy, descending, when = true } = question();
    return {
      queryKey: [...readKey(sameRowsAs[of], { of, filter, sortBy, descending }), own],
      queryFn: async ({ signal }) => {
        const question = { list: { of, filter } as never, sortBy, descending, first: FIRST_ROWS };
        let isOpen = false;
        try {
          // What is only opened anew stands there already, and waits for nothing.
          if (shown !== asked({ of, filter, sortBy, descending })) {
            const first = previewOf({ of, filter, sortBy, descending }, question, () => isOpen);
            await Promise.race([first.then(() => passed(DRAWN_MS)), passed(WAITS_MS)]);
            // Something else may be asked by now, or nothing any more.
            signal.throwIfAborted();
          }
          const opened = await desk.openList(question);
          shown = asked({ of, filter, sortBy, descending });
          handles.add(opened.handle);
          // The page may have gone while the core was opening.
          if (isGone) close(opened.handle);
          return opened;
        } finally {
          isOpen = true;
        }
      },
      enabled: when,
      placeholderData: keepPreviousData,
      structuralSharing: false,
      // A closed handle must never come back out of the cache.
      gcTime: 0,
    };
  });

  const source = $derived.by(() => {
    const opened = query.data;
    if ((!opened || query.isPlaceholderData) && preview?.asked === asked(question())) {
      const { rows } = preview;
      return {
        count: rows.length,
        // Fewer than were asked for are all there are.
        isPartial: rows.length >= FIRST_ROWS,
        first: rows,
        rows: async (from: number, count: number) => rows.slice(from, from + count),
      };
    }
    if (!opened) return undefined;
    return {
      count: opened.count,
      isPartial: false,
      // The core answers with the rows of the list that was opened.
      first: (opened.first?.rows ?? []) as unknown as readonly RowOf<N>[],
      rows: async (from: number, count: number) => {
        const page = await read(opened.handle, from, count);
        return page.rows as unknown as readonly RowOf<N>[];
      },
    };
  });

  $effect(() => {
    const shown = query.data?.handle;
    if (shown && !query.isPlaceholderData) for (const handle of [...handles]) if (handle !== shown) close(handle);
  });

  onDestroy(() => {
    isGone = true;
    for (const handle of [...handles]) close(handle);
  });

  return {
    get source() {
      return source;
    },
    get error() {
      return query.error;
    },
    get handle() {
      return query.data?.handle;
    },
    again: () => void query.refetch(),
  };
}
