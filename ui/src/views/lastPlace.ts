// Where one was last, for each workspace and person on this device: a start without a goal goes back there. Kept on the
// device, because it is nobody's business but the person's who sits at it.
const KEY = 'chaperone.places';
/** As many as a device has seats; the one that was not sat at for longest is forgotten. */
const REMEMBERED = 20;
/** Ways through, not places to be. */
const PASSING = ['/open'];

type Places = [seat: string, place: string][];

function remembered(): Places {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(read)) return [];
    return read.filter(
      (entry): entry is [string, string] =>
        Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string'),
    );
  } catch {
    return [];
  }
}

export function rememberPlace(seat: string, place: string): void {
  if (PASSING.includes(place)) return;
  const others = remembered().filter(([known]) => known !== seat);
  const places: Places = [[seat, place], ...others];
  localStorage.setItem(KEY, JSON.stringify(places.slice(0, REMEMBERED)));
}

/** Nothing where somebody is for the first time. */
export function lastPlace(seat: string): string | undefined {
  const place = remembered().find(([known]) => known === seat)?.[1];
  return place?.startsWith('/') ? place : undefined;
}
