// What the palette can do, and how what was typed chooses among it.
import type { IconName } from '../icons/paths';

export interface PaletteEntry {
  id: string;
  label: string;
  /** Entries are shown under their group: places, actions, objects. */
  group: string;
  icon: IconName;
  hint?: string;
  /** Other words that should find it. */
  words?: string;
  run: () => void;
}

/** Every typed word must occur; entries whose label begins with the text come first. */
export function matching(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(' ');
  return entries
    .map((entry, order) => ({
      entry,
      order,
      text: `${entry.label} ${entry.hint ?? ''} ${entry.words ?? ''}`.toLocaleLowerCase(),
    }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .sort((a, b) => Number(b.text.startsWith(whole)) - Number(a.text.startsWith(whole)) || a.order - b.order)
    .map(({ entry }) => entry);
}
