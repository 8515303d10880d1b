// Carries calls over loopback HTTP to the core, so that the built interface can be tested in an ordinary browser.
// The token comes in the address's fragment, which no server ever sees, and leaves the address at once.
import * as v from 'valibot';
import type { Backend } from './backend';
import { Refusal } from './refusal';

const REMEMBERED = 'chaperone.bridge';
const PAUSE_AFTER_FAILURE_MS = 1_000;

const changes = v.object({ after: v.number(), tags: v.array(v.string()) });

/** Reads the token from `#bridge=…`, remembers it for this tab and removes it from the address. */
export function takeBridgeToken(): string | null {
  const given = /^#bridge=([^&/]+)/.exec(location.hash)?.[1];
  if (given) {
    sessionStorage.setItem(REMEMBERED, decodeURIComponent(given));
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  }
  return sessionStorage.getItem(REMEMBERED);
}

const unreachable = () =>
  new Refusal('unreachable', 'Chaperone does not answer. Check that it is still running, then try again.');

export function bridgeBackend(token: string, baseUrl = ''): Backend {
  const authorization = { Authorization: `Bearer ${token}` };
  const listeners = new Set<(tags: string[]) => void>();
  let following: AbortController | undefined;

  async function follow(signal: AbortSignal): Promise<void> {
    let after = 0;
    while (!signal.aborted) {
      try {
        const answer = await fetch(`${baseUrl}/changes?after=${after}`, { headers: authorization, signal });
        if (!answer.ok) throw unreachable();
        const news = v.parse(changes, await answer.json());
        after = news.after;
        if (news.tags.length > 0) for (const listener of [...listeners]) listener(news.tags);
      } catch {
        if (signal.aborted) return;
        await new Promise((resume) => setTimeout(resume, PAUSE_AFTER_FAILURE_MS));
      }
    }
  }

  return {
    async call(command, payload) {
      let answer: Response;
      try {
        answer = await fetch(`${baseUrl}/rpc`, {
          method: 'POST',
          headers: { ...authorization, 'Content-Type': 'application/json' },
          body: JSON.stringify({ command, payload }),
        });
      } catch {
        throw unreachable();
      }
      const body: unknown = await answer.json().catch(() => undefined);
      if (!answer.ok) throw Refusal.from(body);
      return body;
    },

    onChanged(listener) {
      listeners.add(listener);
      if (!following) {
        following = new AbortController();
        void follow(following.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          following?.abort();
          following = undefined;
        }
      };
    },

    // Nothing outside the page can ask a test browser to go somewhere.
    onNavigate: () => () => undefined,
  };
}
