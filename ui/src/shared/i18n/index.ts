export {
  LANGUAGES,
  fetchWords,
  hasText,
  language,
  setLanguage,
  t,
  textOf,
  tongue,
  type Language,
  type TextKey,
  type TextValues,
  type Tongue,
} from './i18n.svelte';
export { speech, type LanguageChoice } from './speech';
