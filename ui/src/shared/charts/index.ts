// Pictures of data. The mathematics is d3's, the drawing ours.
export { default as MarkTimeline } from './MarkTimeline.svelte';
export type { Mark, Shape } from './marks';
