// What screens show facts with.
export { activityLook } from './activityLook';
export { default as AgentChip } from './AgentChip.svelte';
export { default as AssignmentBadge } from './AssignmentBadge.svelte';
export { default as Badge, type Tone } from './Badge.svelte';
export { default as Breadcrumbs } from './Breadcrumbs.svelte';
export { default as Card } from './Card.svelte';
export { default as CopyText } from './CopyText.svelte';
export { default as EmptyState } from './EmptyState.svelte';
export { default as Instant } from './Instant.svelte';
export { default as KeyValue, type Fact } from './KeyValue.svelte';
export { default as PageHeader } from './PageHeader.svelte';
export { default as PersonChip } from './PersonChip.svelte';
export { default as RequestBadge } from './RequestBadge.svelte';
export { default as RightItem } from './RightItem.svelte';
export { default as Skeleton } from './Skeleton.svelte';
export { default as Timeline, type TimelineEvent } from './Timeline.svelte';
export { default as TwoClocks, type Clock } from './TwoClocks.svelte';
export { default as Weight } from './Weight.svelte';
