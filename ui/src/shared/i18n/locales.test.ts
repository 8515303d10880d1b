// The files of the folder locales against each other: every language says everything, with the same values, in its own words.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import core from '../../../locales/core.de.json';
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
  ...[
    'Passphrase',
    'Person',
    'SQLite',
    'Tags',
    'Teams',
    'Text',
    'Workflow',
    'Version',
    'Version {{number}}',
    '{{size}} KB',
  ],
  ...[
    '+{{count}}',
    'in {{packages}}',
    '{{deed}}: {{name}}?',
    '{{from}} → {{to}}',
    '{{number}}. {{name}}',
    '{{what}}: {{news}}',
  ],
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
    const wrong = [...german, ...flat(refusals), ...flat(core)].filter(
      ([, text]) => /["'”]/.test(text) || /“(?=\p{L})/u.test(text),
    );
    expect(wrong).toEqual([]);
  });
});

describe('what the core says, in German', () => {
  const sources = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      // Tests say what nobody is told.
      return entry.name.endsWith('.rs') ? [readFileSync(path, 'utf8').split('#[cfg(test)]')[0] ?? ''] : [];
    });
  const crates = ['domain', 'store', 'commands', 'gateway'].flatMap((crate) =>
    sources(`../src-tauri/crates/${crate}/src`),
  );
  const rust = crates.join('\n');

  /** Each way in which a call of these functions says something: its code with its case, and the names of its values. */
  function said(...functions: string[]): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const [, code, chain] of rust.matchAll(
      new RegExp(
        `(?:${functions.join('|')})\\(\\s*"(\\w+)"([^]*?)(?=\\n\\s*(?:Self|SwitchRefusal)::|\\n\\s{0,4}\\}|;\\s*\\n|$)`,
        'g',
      ),
    )) {
      const which = /\.of\(\s*"(\w+)"/.exec(chain ?? '')?.[1];
      const names = [...(chain ?? '').matchAll(/\.with\(\s*"(\w+)"/g)].map(([, name]) => name ?? '');
      const key = which ? `${code}_${which}` : (code ?? '');
      found.set(key, new Set([...(found.get(key) ?? []), ...names]));
    }
    return found;
  }

  const own = ['unexpected', 'unreachable'];
  const whole: Record<string, string> = refusals.whole;
  const general: Record<string, string> = refusals.general;
  const without = (key: string) => {
    const stem = key.replace(/_(one|other)$/, '');
    return `${stem}_one` in whole && `${stem}_other` in whole ? stem : key;
  };

  it('has a sentence for every refusal of a rule', () => {
    const stems = new Set([...Object.keys(whole).map(without), ...Object.keys(general)]);
    const codes = [...said('Said::new', 'refused_because', 'could_not').keys()].filter((key) =>
      /^[a-z]+(_|$)/.test(key),
    );
    expect(codes.length).toBeGreaterThan(240);
    const cases = (code: string) => [...stems].some((stem) => stem.startsWith(`${code}_`));
    const elsewhere = (code: string) =>
      [core.why, core.obstacles, core.tasks, core.checks].some((sentences) => begins(sentences, code));
    const missing = codes.filter((code) => !stems.has(code) && !cases(code) && !elsewhere(code));
    expect(missing, 'say them in locales/refusals.de.json').toEqual([]);
  });

  it('is for refusals that the core has', () => {
    const idle = [...Object.keys(whole), ...Object.keys(general)].filter(
      (key) => !own.includes(key) && !rust.includes(`"${without(key)}"`) && !cased(without(key)),
    );
    expect(idle).toEqual([]);
  });

  /** Whether the core has the code of a sentence that is one of several, and the case. */
  function cased(key: string): boolean {
    return [...key.matchAll(/_/g)].some(
      ({ index }) => rust.includes(`"${key.slice(0, index)}"`) && rust.includes(`"${key.slice(index + 1)}"`),
    );
  }

  it('names in a refusal only what the core gives, and says a code either wholly or in general', () => {
    const given = said('Said::new', 'refused_because', 'could_not');
    const wrong = Object.entries(whole).filter(([key, text]) => {
      const names = given.get(without(key));
      return names && values(text).some((name) => !names.has(name ?? ''));
    });
    expect(wrong).toEqual([]);
    expect(Object.keys(whole).filter((key) => key in general)).toEqual([]);
    expect(Object.values(general).filter((text) => values(text).length > 0)).toEqual([]);
  });

  it('has a word for everything that the core names in words of its own', () => {
    const named = [
      ...rust.matchAll(/(?:not_found|check_room|in_training|line)\(\s*"([a-zA-Z' ,]+)"/g),
      ...rust.matchAll(/Field::new\(\s*"\w+",\s*"([a-zA-Z' ]+)"/g),
      ...rust.matchAll(/\bauthorise\([^;]*?"([a-z ]+)"\)/g),
      ...rust.matchAll(/LabelRefusal::TooMany\("(\w+)"/g),
      ...rust.matchAll(/\b(?:unknown|each_once|Names::new|Wrong::Same\w+)\(\s*"([a-z ]+)"/g),
      ...(/\n {4}fn word\(self\).*?\n {4}\}/s.exec(rust)?.[0] ?? '').matchAll(/"([a-z ]+)"/g),
      ...(/fn who_may.*?\n\}/s.exec(rust)?.[0] ?? '').matchAll(/"([a-z ]+)"/g),
      ...rust.matchAll(/Self::\w+ => "(an? [a-z ]+(?:istrator|developer|auditor|creator))"/g),
      ...rust.matchAll(/Value::Words\("([^"]+)"\)/g),
    ].map(([, word]) => word ?? '');
    expect(named.length).toBeGreaterThan(150);
    expect(
      [...new Set(named)].filter((word) => !(word in core.words)),
      'say them in locales/core.de.json',
    ).toEqual([]);
  });

  it('speaks of fields that something asks for', () => {
    const fields = [...rust.matchAll(/\.at\("([a-zA-Z]+)"\)|Field::new\(\s*"(\w+)"/g)].map(
      ([, at, text]) => at ?? text,
    );
    expect(fields.length).toBeGreaterThan(60);
    const contract = readFileSync('src/generated/contract.ts', 'utf8');
    const asked = new Set([...contract.matchAll(/(\w+)\??:/g)].map(([, name]) => name));
    expect([...new Set(fields)].filter((field) => !asked.has(field))).toEqual([]);
  });

  /** What a file of the commands says: its codes, its cases and the names of its values. */
  function of(file: string) {
    const text = readFileSync(`../src-tauri/crates/commands/src/${file}`, 'utf8');
    const all = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, found]) => found ?? ''));
    return { codes: all(/Said::new\("(\w+)"\)/g), cases: all(/\.of\("(\w+)"\)/g), names: all(/\.with\(\s*"(\w+)"/g) };
  }
  const terms = (name: string) =>
    [
      ...(new RegExp(`\\n    ${name} \\{\\n {8}///(.*?)\\n    \\}`, 's').exec(rust)?.[1] ?? '').matchAll(/=> "(\w+)"/g),
    ].map(([, term]) => term ?? '');

  it('has every term of a state', () => {
    const missing = Object.entries(core.terms).flatMap(([name, said]) => {
      const all = terms(name);
      return all.length === 0 ? [name] : all.filter((term) => !(term in said));
    });
    expect(missing).toEqual([]);
  });

  const begins = (sentences: object, code: string) =>
    Object.keys(sentences).some((key) => key === code || key.startsWith(`${code}_`));
  const strangers = (sentences: Record<string, string>, names: Set<string>) =>
    Object.entries(sentences).filter(([, text]) => values(text).some((name) => !names.has(name ?? '')));

  it('has a sentence for every kind of notice, whose words the core has not from somebody', () => {
    const { cases, names } = of('notice_said.rs');
    const about = of('notice.rs').names;
    const kinds = terms('NoticeKind').filter((kind) => kind !== 'sponsorChange');
    expect(kinds.length).toBe(15);
    expect(kinds.filter((kind) => !begins(core.notices, kind))).toEqual([]);
    const ends = Object.keys(core.notices).map((key) => key.split('_')[1]);
    expect([...cases].filter((which) => !ends.includes(which))).toEqual([]);
    expect(strangers(core.notices, new Set([...names, ...about]))).toEqual([]);
  });

  it('has a sentence for everything that falls due by itself', () => {
    const { cases, names } = of('due_said.rs');
    expect(terms('DueKind').filter((kind) => !begins(core.done, kind))).toEqual([]);
    const ends = Object.keys(core.done).map((key) => key.split('_')[1]);
    expect([...cases].filter((which) => !ends.includes(which))).toEqual([]);
    expect(strangers(core.done, names)).toEqual([]);
  });

  it('has words for when a workflow runs and for whom, and for all that it looks at', () => {
    const { codes, names } = of('workflow_conditions.rs');
    const stems = Object.keys(core.conditions).map((key) => key.replace(/_(one|other)$/, ''));
    expect([...new Set(stems)].sort()).toEqual([...codes].sort());
    expect(strangers(core.conditions, names)).toEqual([]);
    const words = readFileSync('../src-tauri/crates/commands/src/workflow_conditions.rs', 'utf8');
    const attributes = [...words.matchAll(/MoveAttribute::\w+ => "([^"]+)"/g)].map(([, word]) => word ?? '');
    expect(attributes.length).toBe(3);
    expect(attributes.filter((word) => !(word in core.words))).toEqual([]);
  });

  it('has a name for everything that the core names', () => {
    const bodies = [...rust.matchAll(/pub fn name\(self\) -> &'static str \{(.*?)\n {4}\}/gs)].map(([, body]) => body);
    const named = bodies.flatMap((body) => [...(body ?? '').matchAll(/=> "([^"]+)"/g)].map(([, name]) => name ?? ''));
    expect(Object.keys(core.names).sort()).toEqual(named.sort());
  });

  it('has a sentence for everything that a task of a workflow does', () => {
    const [{ codes, cases, names }, history] = [of('workflow_said.rs'), of('workflow_history.rs')];
    expect([...codes, ...history.codes].filter((code) => !begins(core.tasks, code))).toEqual([]);
    const ends = Object.keys(core.tasks).map((key) => key.split('_')[1]);
    expect([...cases].filter((which) => !ends.includes(which))).toEqual([]);
    expect(strangers(core.tasks, new Set([...names, ...history.names]))).toEqual([]);
    const reasons = /PASSED_OVER: .*?\[([A-Z_, ]+)\]/s.exec(rust)?.[1]?.split(', ') ?? [];
    const words = reasons.map((name) => new RegExp(`const ${name}: &str = "([^"]+)"`).exec(rust)?.[1] ?? name);
    expect(words.length).toBe(5);
    expect(words.filter((word) => !(word in core.words))).toEqual([]);
  });

  it('has a sentence for everything that is wrong with an imported file', () => {
    const [wrong, draft] = [of('import/wrong.rs'), of('import/draft.rs')];
    const codes = [...wrong.codes, ...draft.codes];
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !begins(whole, code))).toEqual([]);
    const own = Object.entries(whole).filter(([key]) => codes.some((code) => begins({ [key]: '' }, code)));
    const ends = own.map(([key]) => key.split('_').at(-1));
    expect([...wrong.cases, ...draft.cases].filter((which) => !ends.includes(which))).toEqual([]);
    expect(strangers(Object.fromEntries(own), new Set([...wrong.names, ...draft.names]))).toEqual([]);
  });

  it('has every sentence of an explanation', () => {
    const [explanation, access] = [of('explanation.rs'), of('access.rs')];
    const names = new Set([...explanation.names, ...access.names]);
    const both = { ...core.why, ...core.obstacles };
    const codes = [...explanation.codes, ...access.codes, 'allowed', 'consentMissing', 'inheritanceMissing'];
    expect(codes.filter((code) => !begins(both, code))).toEqual([]);
    const reasons = terms('EndReason').filter((reason) => !(`ended_${reason}` in core.obstacles));
    expect(reasons).toEqual([]);
    expect(strangers(both, names)).toEqual([]);
  });

  it('has what every check of a workspace means and finds, and every verdict about a checkpoint', () => {
    const { cases, names } = of('verify.rs');
    const verify = readFileSync('../src-tauri/crates/commands/src/verify.rs', 'utf8');
    const named = [
      ...verify.matchAll(/\bcheck\(\s*"([\w ]+)"/g),
      ...verify.matchAll(/const CH\w+: &str = "([\w ]+)"/g),
      ...rust.matchAll(/^ {8}"(I\d+)",$/gm),
      ...verify.matchAll(/\bname: "(I\d+)"/g),
    ].map(([, name]) => name ?? '');
    expect(new Set(named).size).toBe(14);
    expect([...named, 'isBroken'].filter((name) => !begins(core.checks, name))).toEqual([]);
    const checkpoint = of('checkpoint.rs');
    const ends = Object.keys(core.checks).map((key) => key.split('_')[1]);
    expect([...cases, ...checkpoint.cases].filter((which) => !ends.includes(which))).toEqual([]);
    expect(strangers(core.checks, new Set([...names, ...checkpoint.names]))).toEqual([]);
    expect(Object.keys(core.checkpoints).sort()).toEqual(terms('CheckpointVerdict').sort());
    expect(strangers(core.checkpoints, checkpoint.names)).toEqual([]);
  });

  it('has by what layers an agent holds a permission', () => {
    const { codes } = of('permission.rs');
    const permission = readFileSync('../src-tauri/crates/commands/src/permission.rs', 'utf8');
    const paired = /fn in_words.*?\n\}/s.exec(permission)?.[0] ?? '';
    const missing = [...paired.matchAll(/"((?:is|needs|in)[A-Z]\w+)"/g)].map(([, code]) => code ?? '');
    expect([...codes, ...missing].sort()).toEqual(Object.keys(core.layers).sort());
  });

  it('has every finding of the doctor, and advice only for what is found', () => {
    expect(terms('DoctorCheck').filter((check) => !begins(core.findings, check))).toEqual([]);
    const found = Object.keys(core.findings).map((key) => key.replace(/_(one|other)$/, ''));
    expect(Object.keys(core.advice).filter((key) => !found.includes(key))).toEqual([]);
  });
});
