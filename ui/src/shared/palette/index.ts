export { default as CommandPalette } from './CommandPalette.svelte';
export type { PaletteEntry } from './entry';
