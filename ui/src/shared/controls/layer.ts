// Where floating lists are put. Inside the dialog they belong to, so that assistive technology and focus treat them as part
// of it; else inside the page's main landmark, because content outside every landmark is hard to find.

export function layerFor(trigger: Element | null): Element | string {
  return trigger?.closest('[role="dialog"], [role="alertdialog"], main') ?? document.querySelector('main') ?? 'body';
}

/** The reading direction of the page, which floating parts do not inherit by themselves. */
export function direction(): 'ltr' | 'rtl' {
  return document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';
}
