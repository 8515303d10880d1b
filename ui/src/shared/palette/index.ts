export type { PaletteEntry } from './entry';

/** Fetches the palette, which nobody needs before it is called. */
export const palette = () => import('./CommandPalette.svelte');
