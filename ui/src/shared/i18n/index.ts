export {
  LANGUAGES,
  hasText,
  language,
  setLanguage,
  t,
  textOf,
  type Language,
  type TextKey,
  type TextValues,
} from './i18n.svelte';
export { speech, type LanguageChoice } from './speech';
