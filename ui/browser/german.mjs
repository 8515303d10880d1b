// Ways through pages are described in English. Here they are walked on a page in German: what a locator calls by an English
// word of the interface is looked for by the German one; what comes from the workspace is called as it is.
import { readFileSync } from 'node:fs';

const locale = (name) => JSON.parse(readFileSync(new URL(`../locales/${name}.json`, import.meta.url), 'utf8'));

function* pairs(english, german) {
  for (const [key, text] of Object.entries(english))
    if (typeof text === 'string') yield [text, german[key] ?? text];
    else yield* pairs(text, german[key] ?? {});
}

const words = [...pairs(locale('en'), locale('de'))];
const VALUE = /\{\{[^}]*\}\}/;
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** A text with something for its values, which is anything unless it is told. */
const pattern = (text, value = '.+') => text.split(VALUE).map(escaped).join(value);

/** What is called in English by a pattern such as /^More about .+agents/: its first words, then what may stand for a value. */
function calledLike({ source, flags }) {
  const [, start, first, rest] = /^(\^?)([\w ]*)(.*)$/.exec(source);
  const end = source.endsWith('$') ? '$' : '';
  const looksSo = (text) => new RegExp(source, flags).test(text);
  const found = words.flatMap(([english, german]) => {
    if (looksSo(english.replace(VALUE, 'X'))) return [`${start}${pattern(german)}${end}`];
    const begins = first.trim() !== '' && VALUE.test(english) && english.split(VALUE)[0].trim() === first.trim();
    return begins ? [`${start}${pattern(german, rest || undefined)}${end}`] : [];
  });
  return new RegExp([source, ...found].join('|'), flags);
}

/** The German of a text that was filled with values, as a pattern; nothing where it isn't made of this English one. */
function filled(name, english, german) {
  const values = new RegExp(`^${pattern(english, '(.+)')}$`).exec(name)?.slice(1);
  if (!values || !VALUE.test(english)) return undefined;
  const names = [...english.matchAll(/\{\{\s*(\w+)/g)].map(([, value]) => value);
  return escaped(german.replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, value) => values[names.indexOf(value)] ?? ''));
}

/** What is called in English, in either language: a word may have several translations, and data has none. */
function called(name, exact) {
  if (name instanceof RegExp) return calledLike(name);
  const same = words.filter(([english]) => english === name).map(([, german]) => escaped(german));
  const made = () => words.map((pair) => filled(name, ...pair)).filter(Boolean);
  const any = [escaped(name), ...(same.length > 0 ? same : made())].join('|');
  return exact ? new RegExp(`^(${any})$`) : new RegExp(any, 'i');
}

const LOOKS = new Set(['getByRole', 'getByText', 'getByLabel']);

/** A page, or a part of one, whose locators are told in English and look in German. */
export function inGerman(place) {
  return new Proxy(place, {
    get(target, member) {
      const value = target[member];
      if (typeof value !== 'function') return value;
      return (...given) => {
        if (LOOKS.has(member)) {
          const [first, options = {}] = given;
          const { exact, name, ...others } = options;
          const isRole = member === 'getByRole';
          return inGerman(
            isRole
              ? target.getByRole(first, name === undefined ? options : { ...others, name: called(name, exact) })
              : target[member](called(first, exact), others),
          );
        }
        const answer = value.apply(target, given);
        return typeof answer?.click === 'function' ? inGerman(answer) : answer;
      };
    },
  });
}
