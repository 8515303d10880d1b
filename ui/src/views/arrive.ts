// Where keyboard and screen reader arrive with the eye: at the heading of the page that came.
import { tick } from 'svelte';

// A page comes a moment after its place: the router puts it there later, and its script may still be on the way.
const FRAMES = 30;

export async function arrive(main: HTMLElement | undefined): Promise<void> {
  await tick();
  const before = document.activeElement;
  for (let frame = 0; frame < FRAMES; frame += 1) {
    // Scrolling and focusing need the layout of the page, which is made before it is drawn anyway.
    await new Promise(requestAnimationFrame);
    // Whoever has gone on meanwhile is not called back.
    const { activeElement } = document;
    if (activeElement !== before && activeElement !== document.body && activeElement !== main) return;
    if (frame === 0) {
      main?.scrollTo(0, 0);
      main?.focus({ preventScroll: true });
    }
    const heading = main?.querySelector<HTMLElement>('h1');
    if (heading) return heading.focus({ preventScroll: true });
  }
}
