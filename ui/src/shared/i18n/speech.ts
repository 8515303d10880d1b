// Which language this device is spoken to in, and how it writes days and numbers.
import { LANGUAGES, type Language } from './i18n.svelte';

export type LanguageChoice = 'system' | Language;

/** What a device calls its languages, without what is none: a web view without a language calls it "C". */
function tags(preferred: readonly string[]): Intl.Locale[] {
  return preferred.flatMap((tag) => {
    try {
      return [new Intl.Locale(tag)];
    } catch {
      return [];
    }
  });
}

/**
 * The language and the locale that a choice means on a device that prefers these tags, most wanted first. The locale keeps
 * the device's own region where it is one of the chosen language: German on an Austrian device is written as in Austria.
 */
export function speech(
  choice: LanguageChoice,
  preferred: readonly string[] = navigator.languages,
): { language: Language; locale: string } {
  const known = tags(preferred);
  const shipped = known.flatMap((tag) => LANGUAGES.find((language) => language === tag.language) ?? []);
  const language = choice === 'system' ? (shipped[0] ?? 'en') : choice;
  return { language, locale: known.find((tag) => tag.language === language)?.toString() ?? language };
}
