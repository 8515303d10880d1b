// The only door between the screens and the core.
import type { Backend } from './backend';
import { bridgeBackend, takeBridgeToken } from './bridge';
import { tauriBackend } from './tauri';

export type { Backend } from './backend';
export { Refusal } from './refusal';
export {
  createAction,
  createRead,
  provideBackend,
  useBackend,
  useDesk,
  type Action,
  type Ask,
  type WorkProgress,
} from './desk.svelte';
export { createList, type ListAsk, type OpenList } from './lists.svelte';
export { BATCH, createWalk } from './walk.svelte';
export type { AskOf, Command, ListName, RowOf, ViewOf } from './contract';

/** The carrier of this window: the desktop process where there is one, else the test bridge. */
export function chooseBackend(): Backend {
  return '__TAURI_INTERNALS__' in window ? tauriBackend() : bridgeBackend(takeBridgeToken() ?? '');
}
