// Writes what is inside the programs, with its licences and their texts, as one text for people: the same list as the
// window shows, from the same file.
//
//   node src-tauri/tools/licences-as-text.mjs >FILE
import { readFileSync } from 'node:fs';

const { parts, texts } = JSON.parse(
  readFileSync(new URL('../../ui/src/generated/licences.json', import.meta.url), 'utf8'),
);
const rule = '-'.repeat(78);
const users = texts.map((_, number) => parts.filter((part) => part.texts.includes(number)));
const line = ({ name, version, licence, from, texts }) =>
  `${name} ${version} (${from}): ${licence}${texts.length ? `, text ${texts.map((text) => text + 1).join(', ')}` : ''}`;

console.log('Chaperone contains the parts below. The texts that came with them follow, each once.\n');
console.log(parts.map(line).join('\n'));
for (const [number, text] of texts.entries()) {
  const of = users[number].map(({ name }) => name).join(', ');
  console.log(`\n${rule}\nText ${number + 1}: ${of}\n${rule}\n\n${text}`);
}
