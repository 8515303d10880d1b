// What the history says of something. It stays in the words in which it was written, English, because its chain is over them; in
// another language the activity is named above them, so that nobody has to read English to see what happened.
import { language, textOf } from '../i18n';

/** A title, and the recorded sentence beneath it where the title isn't that. */
export function recordedWords({ activity, sentence }: { activity: string; sentence: string }): {
  title: string;
  text?: string;
} {
  return language() === 'en' ? { title: sentence } : { title: textOf('activity', activity), text: sentence };
}
