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

export interface Action<C extends Command> {
  readonly busy: boolean;
  /** Why the last attempt was refused; shown where it happened, with ErrorNotice. */
  readonly refusal: Refusal | undefined;
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

/** One write command with its state. Reads follow by themselves through the core's changes. */
export function createAction<C extends Command>(command: C): Action<C> {
  const backend = useBackend();
  const queries = useQueryClient();
  let busy = $state(false);
  let refusal = $state.raw<Refusal | undefined>();
  return {
    get busy() {
      return busy;
    },
    get refusal() {
      return refusal;
    },
    async run(ask) {
      busy = true;
      refusal = undefined;
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
        busy = false;
      }
    },
    forget() {
      refusal = undefined;
    },
  };
}
