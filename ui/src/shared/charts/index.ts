// Pictures of data. The mathematics is d3's, the drawing ours.
export { default as MarkTimeline } from './MarkTimeline.svelte';
export { default as SpanAxis } from './SpanAxis.svelte';
export { default as SpanBar } from './SpanBar.svelte';
export { sightAround, type Sight } from './span';
export type { Mark, Shape } from './marks';
