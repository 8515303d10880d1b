// Writes src/shared/theme/tokens.css: the design tokens that the sources really use, light and dark, computed from Fluent's
// public token set with this product's own brand ramp. The result is committed, so that a build needs no token package.
// Lengths become rem, so that the projector density can enlarge everything through the root font size.
import { createRequire } from 'node:module';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { createLightTheme, createDarkTheme } = require('@fluentui/tokens');

// Petrol: 80 carries white text at 5.5:1; 100 is readable on the dark canvas at more than 5:1.
const petrol = {
  10: '#021718',
  20: '#04272a',
  30: '#05373a',
  40: '#07454a',
  50: '#085257',
  60: '#095f65',
  70: '#0a6a70',
  80: '#0b757c',
  90: '#2a8d94',
  100: '#52acb3',
  110: '#69babf',
  120: '#84c8cd',
  130: '#9dd5d9',
  140: '#b8e1e4',
  150: '#d2edef',
  160: '#e8f6f7',
};

const root = new URL('..', import.meta.url).pathname;
const used = new Set();
const walk = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path);
    else if (/\.(svelte|css|ts)$/.test(entry.name) && entry.name !== 'tokens.css')
      for (const [, name] of readFileSync(path, 'utf8').matchAll(/--([a-z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*)\b/g))
        used.add(name);
  }
};
walk(join(root, 'src'));

const inRem = (name, value) =>
  /^(fontSize|lineHeight|spacing|borderRadius)/.test(name) && /^\d+px$/.test(value)
    ? `${parseInt(value, 10) / 16}rem`
    : value;

const light = createLightTheme(petrol);
const dark = createDarkTheme(petrol);
const known = [...used].filter((name) => name in light).sort();
const line = (name, value) => `  --${name}: ${inRem(name, value)};`;
const differs = known.filter((name) => light[name] !== dark[name]);

writeFileSync(
  join(root, 'src/shared/theme/tokens.css'),
  [
    '/* Written by `npm run tokens`; changes by hand are lost. */',
    ':root {',
    ...known.filter((name) => !differs.includes(name)).map((name) => line(name, light[name])),
    '}',
    '',
    ':root,',
    "[data-theme='light'] {",
    '  color-scheme: light;',
    ...differs.map((name) => line(name, light[name])),
    '}',
    '',
    "[data-theme='dark'] {",
    '  color-scheme: dark;',
    ...differs.map((name) => line(name, dark[name])),
    '}',
    '',
  ].join('\n'),
);
console.log(`${known.length} tokens, ${differs.length} of them by theme`);
