// The files of the folder locales against each other: every language says everything, with the same values, in its own words.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import de from '../../../locales/de.json';
import en from '../../../locales/en.json';
import refusals from '../../../locales/refusals.de.json';

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, before = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as [string, string]] : flat(value, `${before}${key}.`),
  );

const english = new Map(flat(en));
const german = new Map(flat(de));
const PLURAL = /_(zero|one|two|few|many|other)$/;
const stems = (texts: Map<string, string>) => new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')));
const values = (text: string) => [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name]) => name).sort();

/** Texts that are the same word in both languages: names, signs, and words that German took over. */
const SAME = new Set([
  ...[
    'Agent',
    'Agents',
    'Administrator',
    'API',
    'App Service',
    'Blueprint',
    'Blueprints',
    'Chaperone',
    'Code',
    'Copilot Studio',
  ],
  ...[
    'Foundry',
    'Governance',
    'Import',
    'Manager',
    'Microsoft 365',
    'Microsoft Graph directoryAudit (JSON)',
    'Name',
    'Port',
    '…{{hint}}',
  ],
  ...['Passphrase', 'Person', 'SQLite', 'Tags', 'Teams', 'Text', 'Workflow', 'Version {{number}}', '{{size}} KB'],
  ...['+{{count}}', 'in {{packages}}', '{{deed}}: {{name}}?', '{{from}} → {{to}}', '{{number}}. {{name}}'],
  ...['{{title}} · Chaperone', '…{{hint}}', 'Port'],
  'Code',
]);

describe('the German texts', () => {
  it('are for the same keys as the English ones', () => {
    expect([...stems(german)].sort()).toEqual([...stems(english)].sort());
  });

  it('have every plural form that German has, and nothing where nothing may be counted', () => {
    const forms = new Intl.PluralRules('de').resolvedOptions().pluralCategories;
    const counted = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(PLURAL, ''));
    const missing = counted.flatMap((stem) => forms.map((form) => `${stem}_${form}`)).filter((key) => !german.has(key));
    expect(missing).toEqual([]);
    const zeros = (texts: Map<string, string>) => [...texts.keys()].filter((key) => key.endsWith('_zero')).sort();
    expect(zeros(german)).toEqual(zeros(english));
  });

  it('put in the same values', () => {
    const other = [...german].filter(
      ([key, text]) =>
        values(text).join() !== values(english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '').join(),
    );
    expect(other).toEqual([]);
  });

  it('are German', () => {
    const same = [...german].filter(([key, text]) => text === english.get(key) && !SAME.has(text)).map(([key]) => key);
    expect(same, 'translate them, or name them in SAME').toEqual([]);
    const idle = [...SAME].filter(
      (text) => ![...german].some(([key, said]) => said === text && english.get(key) === text),
    );
    expect(idle, 'no longer the same').toEqual([]);
  });

  it('quote as Germans do', () => {
    const wrong = [...german, ...flat(refusals)].filter(([, text]) => /["'”]/.test(text) || /“(?=\p{L})/u.test(text));
    expect(wrong).toEqual([]);
  });
});

describe('the German refusals', () => {
  /** All codes of the core, and two of the way to it. */
  const sources = (folder: string): string =>
    readdirSync(folder, { withFileTypes: true })
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return sources(path);
        return entry.name.endsWith('.rs') ? readFileSync(path, 'utf8') : '';
      })
      .join('\n');
  const crates = ['domain', 'store', 'commands'].map((crate) => sources(`../src-tauri/crates/${crate}/src`)).join('\n');
  const codes = [...Object.keys(refusals.whole), ...Object.keys(refusals.general)];

  it('are for codes that the core has', () => {
    const own = ['unexpected', 'unreachable'];
    expect(codes.filter((code) => !own.includes(code) && !crates.includes(`"${code}"`))).toEqual([]);
  });

  it('exist for every refusal of a rule', () => {
    const bodies = [...crates.matchAll(/fn code\(&self\) -> &'static str \{(.*?)\n {4}\}/gs)].map(
      ([, body]) => body ?? '',
    );
    const said = [
      ...bodies.flatMap((body) => [...body.matchAll(/"([a-z]+(?:_[a-z]+)*)"/g)]),
      ...crates.matchAll(/refused_because\(\s*"([a-z_]+)"/g),
    ].map(([, code]) => code ?? '');
    expect(said.length).toBeGreaterThan(200);
    expect(
      [...new Set(said)].filter((code) => !codes.includes(code)),
      'say them in locales/refusals.de.json',
    ).toEqual([]);
  });

  it('say a code either wholly or in general', () => {
    expect(Object.keys(refusals.whole).filter((code) => code in refusals.general)).toEqual([]);
    expect(Object.values(refusals.general).filter((text) => values(text).length > 0)).toEqual([]);
  });
});
