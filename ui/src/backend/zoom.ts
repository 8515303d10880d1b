// Draws everything larger or smaller by the keys and the wheel of any browser, and as large as last time after the next
// start. Only the desktop's window needs this: a browser does it by itself.
import { getCurrentWebview } from '@tauri-apps/api/webview';

const KEY = 'chaperone.zoom';
/** In percent, as browsers have them. */
const STEPS = [30, 50, 67, 80, 90, 100, 110, 120, 133, 150, 170, 200, 240, 300];
const USUAL = 100;

function remembered(): number {
  const kept = Number(localStorage.getItem(KEY) ?? USUAL);
  return STEPS.includes(kept) ? kept : USUAL;
}

/** What a key asks for, from where one is; nothing where it asks for nothing of this. */
export function zoomed(from: number, key: string): number | undefined {
  if (key === '0') return USUAL;
  if (key === '+' || key === '=') return STEPS.find((step) => step > from) ?? from;
  if (key === '-') return STEPS.findLast((step) => step < from) ?? from;
  return undefined;
}

/** Draws as large as this device remembers, and follows the keys from then on. Called once. */
export function followZoom(): void {
  let zoom = remembered();
  const draw = () =>
    void getCurrentWebview()
      .setZoom(zoom / 100)
      .catch(() => undefined);
  if (zoom !== USUAL) draw();

  function take(event: Event, key: string): void {
    const wanted = zoomed(zoom, key);
    if (wanted === undefined) return;
    event.preventDefault();
    if (wanted === zoom) return;
    zoom = wanted;
    localStorage.setItem(KEY, String(zoom));
    draw();
  }

  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey) take(event, event.key);
  });
  addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey && event.deltaY) take(event, event.deltaY < 0 ? '+' : '-');
    },
    { passive: false },
  );
}
