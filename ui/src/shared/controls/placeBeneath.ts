// Puts a list of the top layer under its field, or above it where there is more room. Through the CSSOM, which the content
// security policy allows, unlike style attributes.

const GAP = 4;
const EDGE = 8;

export function placeBeneath(list: HTMLElement, field: HTMLElement): void {
  const at = field.getBoundingClientRect();
  const below = innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const upwards = below < 200 && above > below;
  list.style.inlineSize = `${at.width}px`;
  list.style.maxInlineSize = `${at.width}px`;
  list.style.maxBlockSize = `${Math.min(320, upwards ? above : below)}px`;
  list.style.left = `${at.left}px`;
  list.style.top = upwards ? 'auto' : `${at.bottom + GAP}px`;
  list.style.bottom = upwards ? `${innerHeight - at.top + GAP}px` : 'auto';
}
