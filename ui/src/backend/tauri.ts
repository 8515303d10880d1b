// Carries calls to the core of the same desktop process.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend } from './backend';
import { Refusal } from './refusal';
import { followZoom } from './zoom';

function hear<T>(event: string, listener: (payload: T) => void): () => void {
  let stopped = false;
  let stop: (() => void) | undefined;
  listen<T>(event, ({ payload }) => listener(payload)).then(
    (unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    stop?.();
  };
}

export function tauriBackend(): Backend {
  followZoom();
  return {
    async call(command, payload) {
      try {
        return await invoke('rpc', { command, payload });
      } catch (thrown) {
        throw Refusal.from(thrown);
      }
    },
    onChanged: (listener) => hear<string[]>('changed', listener),
    onNavigate: (listener) => hear<string>('navigate', listener),
  };
}
