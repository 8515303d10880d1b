// "G" and then a letter goes to a place, for hands that stay on the keyboard. Letters that are typed into a field, and keys
// while a dialog is open, mean what they always mean.
import type { PlaceId } from './places';

export const letters: Readonly<Record<PlaceId, string>> = {
  home: 'h',
  myAgents: 'm',
  myAccess: 'x',
  approvals: 'v',
  agents: 'a',
  blueprints: 'b',
  people: 'p',
  directory: 'd',
  workflows: 'w',
  packages: 'k',
  requests: 'r',
  assignments: 's',
  audit: 'u',
  training: 't',
  settings: 'e',
};

const WAITS_MS = 1_200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"]') !== null;

/** Listens before the page does, so that the second letter is not taken for a shortcut of the page. */
export function listenForGo(go: (place: PlaceId) => void): () => void {
  let since: number | undefined;

  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      since = undefined;
      return;
    }
    const key = event.key.toLowerCase();
    const isSecond = since !== undefined && event.timeStamp - since < WAITS_MS;
    since = undefined;
    if (isSecond) {
      const place = (Object.keys(letters) as PlaceId[]).find((id) => letters[id] === key);
      if (!place) return;
      event.preventDefault();
      event.stopPropagation();
      go(place);
    } else if (key === 'g' && !event.shiftKey) {
      since = event.timeStamp;
    }
  }

  window.addEventListener('keydown', pressed, { capture: true });
  return () => window.removeEventListener('keydown', pressed, { capture: true });
}
