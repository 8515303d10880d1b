// Writes src/generated/licences.json: everything that is inside the program, with its licence and the texts that came with
// it, each text once. Read from what Cargo and npm have installed, so that it says what is really bundled. The result is
// committed; a test on each side says when it is out of date. Run it with `npm run licences` after a change of dependencies.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const ui = join(here, '..');
/** The programs that people are given. */
const PROGRAMS = ['chaperone-desktop', 'chaperone-cli'];
/** What they are built for; the desktop is written for Linux so far. */
const PLATFORM = 'x86_64-unknown-linux-gnu';
/** Needed at build time alone, but what they draw and name is in the product. */
const DRAWN_FROM = ['@fluentui/tokens', '@fluentui/svg-icons'];

const texts = new Map();

/** The numbers of the licence texts in a folder. */
function textsIn(folder) {
  const isText = (name) =>
    /^(licen[cs]e|copying|unlicense|notice|copyright)/i.test(name) && !/\.(rs|js|html)$/.test(name);
  return readdirSync(folder)
    .filter(isText)
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort()
    .map((file) => {
      const text = readFileSync(file, 'utf8').replace(/\r\n?/g, '\n').trim();
      if (!texts.has(text)) texts.set(text, texts.size);
      return texts.get(text);
    });
}

/** What a part without a word about its licence says in its text's first line. */
const saidBy = (numbers) => numbers.map((text) => [...texts.keys()][text].split('\n')[0].replace(/ License$/, ''))[0];

/** The crates that are linked into the programs: what only builds or tests them isn't handed on to anybody. */
function crates() {
  const asked = ['metadata', '--format-version', '1', '--locked', '--offline', '--filter-platform', PLATFORM];
  const told = execFileSync('cargo', asked, { cwd: join(ui, '..'), maxBuffer: 1 << 28, encoding: 'utf8' });
  const { packages, resolve } = JSON.parse(told);
  const byId = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set();
  const ahead = packages.filter((crate) => PROGRAMS.includes(crate.name)).map((crate) => crate.id);
  while (ahead.length > 0) {
    const id = ahead.pop();
    if (reached.has(id)) continue;
    reached.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps)
      if (dep_kinds.some(({ kind }) => kind === null)) ahead.push(pkg);
  }
  return [...reached]
    .map((id) => byId.get(id))
    .filter((crate) => crate.source !== null)
    .map(({ name, version, license, manifest_path }) => ({
      from: 'crates.io',
      name,
      version,
      licence: license ?? '',
      texts: textsIn(dirname(manifest_path)),
    }));
}

function modules() {
  const { packages } = JSON.parse(readFileSync(join(ui, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, about]) => path && (!about.dev || DRAWN_FROM.includes(path.replace('node_modules/', ''))))
    .map(([path, about]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const own = textsIn(join(ui, path));
      return { from: 'npm', name, version: about.version, licence: about.license ?? saidBy(own) ?? '', texts: own };
    });
}

/** The fonts of printed documents: their versions stand in the README beside them. */
const FONTS = { Inter: '4.1', NotoSansArabic: '2.12', NotoSansHebrew: '5.3.0' };
function fonts() {
  const folder = join(ui, '../src-tauri/crates/report/fonts');
  return Object.entries(FONTS).map(([name, version]) => {
    const text = readFileSync(join(folder, `LICENSE-${name}.txt`), 'utf8')
      .replace(/\r\n?/g, '\n')
      .trim();
    if (!texts.has(text)) texts.set(text, texts.size);
    return { from: 'font', name, version, licence: 'OFL-1.1', texts: [texts.get(text)] };
  });
}

const order = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1);
const parts = [...crates(), ...modules(), ...fonts()].sort(order);
const lines = (list) => list.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
writeFileSync(
  join(ui, 'src/generated/licences.json'),
  `{\n  "parts": [\n${lines(parts)}\n  ],\n  "texts": [\n${lines([...texts.keys()])}\n  ]\n}\n`,
);
console.log(
  `${parts.length} parts, ${texts.size} texts; without a text: ${parts.filter((p) => p.texts.length === 0).length}`,
);
