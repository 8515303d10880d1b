// A custom property that nothing defines is silently nothing: the border is gone and nobody is told.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(svelte|css)$/.test(entry.name) ? [path] : [];
  });
}

it('every custom property that a style uses is defined', () => {
  const texts = sources('src').map((path) => readFileSync(path, 'utf8'));
  const defined = new Set(texts.flatMap((text) => [...text.matchAll(/--([\w-]+)\s*[:=]/g)].map(([, name]) => name)));
  const used = new Set(texts.flatMap((text) => [...text.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name)));
  // bits-ui sets its own on the elements it places.
  const missing = [...used].filter((name) => !defined.has(name) && !name?.startsWith('bits-'));
  expect(missing, 'run `npm run tokens` after using a new token').toEqual([]);
});

it('styles use logical properties, so that they also fit right-to-left text', () => {
  const physical =
    /^\s*(margin|padding|border)-(left|right|top|bottom)\b|^\s*(left|right|top|bottom|width|height|text-align: (left|right)|float: (left|right))\s*:/m;
  const found = sources('src').filter((path) => {
    const text = readFileSync(path, 'utf8');
    const style = path.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
    return physical.test(style);
  });
  expect(found).toEqual([]);
});
