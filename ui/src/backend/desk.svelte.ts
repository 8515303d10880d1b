// How a component asks the core: `createRead` for what it shows, `createAction` for what it does. Both take the backend
// from the component tree, so that a test hands in a fake one and nothing else changes.
import {
  createQuery,
  keepPreviousData,
  setQueryClientContext,
  useQueryClient,
  type QueryClient,
} from '@tanstack/svelte-query';
import { getContext, onDestroy, setContext } from 'svelte';
import { client as clientOf, type Client } from '../generated/contract';
import type { Backend } from './backend';
import { COMMANDS, type AskOf, type Command, type ViewOf } from './contract';
import { invalidate, newQueryClient, readKey } from './reads';
import { Refusal } from './refusal';

const KEY = Symbol('backend');

/** Called once, in the root component: gives every component below it the core and one cache that follows its changes. */
export function provideBackend(backend: Backend): QueryClient {
  const client = newQueryClient();
  setContext(KEY, watched(backend, client));
  setQueryClientContext(client);
  client.mount();
  const stop = backend.onChanged((tags) => void invalidate(client, COMMANDS, tags));
  onDestroy(() => {
    stop();
    client.unmount();
    client.clear();
  });
  return client;
}

// The core says so when somebody has to prove themselves anew; the frame asks how the desk stands and shows the way.
const SHUT: ReadonlySet<string> = new Set(['session_locked', 'passphrase_must_change']);

function watched(backend: Backend, client: QueryClient): Backend {
  return {
    async call(command, payload) {
      try {
        return await backend.call(command, payload);
      } catch (thrown) {
        if (SHUT.has(Refusal.from(thrown).code)) void client.invalidateQueries({ queryKey: readKey('show_desk', {}) });
        throw thrown;
      }
    },
    onChanged: (listener) => backend.onChanged(listener),
    onNavigate: (listener) => backend.onNavigate(listener),
  };
}

export function useBackend(): Backend {
  const backend = getContext<Backend | undefined>(KEY);
  if (!backend) throw new Error('No backend: provideBackend is called in the root component.');
  return backend;
}

/** One typed function per command, for what is neither shown nor done by a control of its own. Throws refusals. */
export function useDesk(): Client {
  const backend = useBackend();
  return clientOf((command, payload) => backend.call(command, payload));
}

export interface Ask<C extends Command> {
  command: C;
  ask: AskOf<C>;
  /** False postpones the question, for example until an id is known. */
  when?: boolean;
  /** Keeps showing the last answer while a changed question is on its way. */
  keep?: boolean;
}

/**
 * What the core answers to a read command, kept true by its changes. Use `.data`, `.error` (a Refusal), `.isPending`.
 * The function is reactive: when the question it returns changes, the new one is asked.
 */
export function createRead<C extends Command>(question: () => Ask<C>) {
  const backend = useBackend();
  return createQuery<ViewOf<C>, Refusal>(() => {
    const { command, ask, when = true, keep = false } = question();
    return {
      queryKey: readKey(command, ask),
      queryFn: async () => (await backend.call(command, ask)) as ViewOf<C>,
      enabled: when,
      placeholderData: keep ? keepPreviousData : undefined,
    };
  });
}

/** How far work is. Fits Progress of the shared displays. */
export interface WorkProgress {
  readonly done: number;
  /** Nothing while nobody knows. */
  readonly total: number | undefined;
  /** There while the work can be stopped without loss. */
  readonly onstop: (() => void) | undefined;
}

export interface Action<C extends Command> {
  readonly busy: boolean;
  /** Why the last attempt was refused; shown where it happened, with ErrorNotice. */
  readonly refusal: Refusal | undefined;
  /** How far it is, once it has lasted a second. */
  readonly progress: WorkProgress | undefined;
  /** Wishes that it stop. Where nothing would be lost, the core refuses the rest as `stopped`. */
  stop(): void;
  /** The view, or undefined when the core refused. Never throws a refusal. */
  run(ask: AskOf<C>): Promise<ViewOf<C> | undefined>;
  forget(): void;
}

// After one of these another workspace is open or another person acts. They answer with the desk as it is then.
const MOVES: ReadonlySet<Command> = new Set<Command>([
  'create_workspace',
  'open_workspace',
  'open_training_company',
  'reset_training_company',
  'start_exercise',
  'begin_try_out',
  'end_try_out',
  'restore_workspace',
  'sign_in',
  'redeem_recovery_code',
  'sign_out',
  'act_as',
]);

/** Forgets everything that the person before could see, so that nobody is shown another one's answers. */
function moved(client: QueryClient, desk: unknown): void {
  client.setQueryData(readKey('show_desk', {}), desk);
  void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'show_desk' });
}

/** The screens stay as they were; what was refused meanwhile is asked again. */
function unlocked(client: QueryClient, desk: unknown): void {
  client.setQueryData(readKey('show_desk', {}), desk);
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'show_desk' });
}

// Shorter than this nobody wants to know how far it is; afterwards the words change often enough to look alive.
const PATIENCE_MS = 1_000;
const LOOK_MS = 250;

/** Looks from beside a command under way at how far it is. */
function createWatch(desk: Client, command: Command) {
  let progress = $state.raw<WorkProgress | undefined>();
  let wish = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(current: object): Promise<void> {
    const mine = await desk.showWork({}).then(
      ({ rows }) => rows.findLast((row) => row.command === command),
      () => undefined,
    );
    if (current !== watching) return;
    // What is wished before there is anything to stop is passed on as soon as there is.
    if (mine && wish) void desk.stopWork({ number: mine.number }).catch(() => undefined);
    progress = {
      done: mine?.done ?? 0,
      total: mine?.total ?? undefined,
      onstop: mine?.mayStop && !wish ? stop : undefined,
    };
    later(LOOK_MS);
  }

  let watching: object | undefined;
  function later(ms: number): void {
    const current = watching;
    clearTimeout(timer);
    timer = setTimeout(() => current && void look(current), ms);
  }

  function stop(): void {
    if (!watching) return;
    wish = true;
    if (progress) progress = { ...progress, onstop: undefined };
    later(0);
  }

  return {
    get progress() {
      return progress;
    },
    begin(): void {
      watching = {};
      wish = false;
      later(PATIENCE_MS);
    },
    end(): void {
      clearTimeout(timer);
      watching = undefined;
      progress = undefined;
    },
    stop,
  };
}

/** One write command with its state. Reads follow by themselves through the core's changes. */
export function createAction<C extends Command>(command: C): Action<C> {
  const backend = useBackend();
  const queries = useQueryClient();
  const watch = createWatch(
    clientOf((name, payload) => backend.call(name, payload)),
    command,
  );
  let busy = $state(false);
  let refusal = $state.raw<Refusal | undefined>();
  onDestroy(watch.end);
  return {
    get progress() {
      return watch.progress;
    },
    stop: watch.stop,
    get busy() {
      return busy;
    },
    get refusal() {
      return refusal;
    },
    async run(ask) {
      busy = true;
      refusal = undefined;
      watch.begin();
      try {
        const view = (await backend.call(command, ask)) as ViewOf<C>;
        if (MOVES.has(command)) moved(queries, view);
        if (command === 'unlock_session') unlocked(queries, view);
        if (command === 'lock_session') queries.setQueryData(readKey('show_desk', {}), view);
        return view;
      } catch (thrown) {
        refusal = Refusal.from(thrown);
        return undefined;
      } finally {
        watch.end();
        busy = false;
      }
    },
    forget() {
      refusal = undefined;
    },
  };
}
