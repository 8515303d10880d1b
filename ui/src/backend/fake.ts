// A core made of plain functions, for component tests: each command answers from the handler under its name.
import type { Backend } from './backend';
import type { AskOf, Command, Tag, ViewOf } from './contract';
import { Refusal } from './refusal';

export type Handlers = { [C in Command]?: (ask: AskOf<C>) => ViewOf<C> | Promise<ViewOf<C>> };

export interface FakeBackend extends Backend {
  /** What was asked, in order. */
  readonly calls: { command: string; payload: unknown }[];
  /** Lets the core say that these tags changed. */
  change(...tags: Tag[]): void;
  /** Lets the host send the window somewhere. */
  navigate(route: string): void;
}

export function fakeBackend(handlers: Handlers = {}): FakeBackend {
  const changed = new Set<(tags: string[]) => void>();
  const navigated = new Set<(route: string) => void>();
  const calls: { command: string; payload: unknown }[] = [];
  return {
    calls,
    async call(command, payload) {
      calls.push({ command, payload });
      const handler = handlers[command as Command] as ((ask: unknown) => unknown) | undefined;
      if (!handler) throw new Refusal('unknown_command', `The test gave no handler for ${command}.`);
      try {
        return await handler(payload);
      } catch (thrown) {
        throw Refusal.from(thrown);
      }
    },
    onChanged(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    onNavigate(listener) {
      navigated.add(listener);
      return () => navigated.delete(listener);
    },
    change: (...tags) => changed.forEach((listener) => listener(tags)),
    navigate: (route) => navigated.forEach((listener) => listener(route)),
  };
}
