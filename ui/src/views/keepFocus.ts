// Keyboard and screen reader never stand nowhere. When what has the focus leaves the page, because it was carried out, deleted
// or drawn anew, they stand at the nearest heading that is still there.

/** The heading over a place that has gone: of its card, its section, or the page. */
function headingOver(places: readonly Element[]): HTMLElement | undefined {
  for (const place of places) {
    const heading = place.isConnected && place.querySelector<HTMLElement>('h1, h2, h3');
    if (heading) return heading;
  }
  return document.querySelector<HTMLElement>('main h1') ?? undefined;
}

/** Watches until the returned function is called. */
export function keepFocus(): () => void {
  /** What has the focus, and what it stands in, nearest first. */
  let places: Element[] = [];
  let isAsked = false;

  function remember({ target }: FocusEvent): void {
    places = [];
    // What lies over the page gives the focus back itself when it closes; if that has gone too, only the page is left.
    for (let at = target as Element | null; at && at !== document.body; at = at.parentElement) places.push(at);
  }

  const isLost = () => places[0]?.isConnected === false && (document.activeElement ?? document.body) === document.body;

  function bringBack(): void {
    isAsked = false;
    if (!isLost()) return;
    const heading = headingOver(places);
    if (!heading) return;
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  const watching = new MutationObserver(() => {
    if (isAsked || !isLost()) return;
    isAsked = true;
    // Whoever takes things out of a page may give the focus on; that is seen once all of it was drawn.
    requestAnimationFrame(() => requestAnimationFrame(bringBack));
  });

  document.addEventListener('focusin', remember);
  watching.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    watching.disconnect();
  };
}
