export { hasText, setLanguage, t, textOf, type TextKey } from './i18n.svelte';
