export { announce } from './announcer.svelte';
export { default as ErrorNotice } from './ErrorNotice.svelte';
export { default as InEnglish } from './InEnglish.svelte';
export { default as LiveRegion } from './LiveRegion.svelte';
export { default as Notice } from './Notice.svelte';
export { default as Toasts } from './Toasts.svelte';
export { toasts } from './toasts.svelte';
export { placed } from './placed';
export { refusalSentence, refusalWords, type Refused } from './refusalWords';
