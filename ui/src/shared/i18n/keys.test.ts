// The type checker knows literal keys; this also catches keys in templates, in data and in code that is not type-checked.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasText, t, textOf } from '.';

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(path);
    return /\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

describe('texts', () => {
  it('exist for every key that the code uses', () => {
    const missing = sources('src').flatMap((path) => {
      const code = readFileSync(path, 'utf8');
      return [...code.matchAll(/(?<![\w.])t\(\s*(['"])([^'"]+)\1/g), ...code.matchAll(/[tT]extKey: (')([^']+)'/g)]
        .map(([, , key]) => key ?? '')
        .filter((key) => !hasText(key) && !hasText(`${key}_other`))
        .map((key) => `${path}: ${key}`);
    });
    expect(missing, 'keys without a text in locales/en.json').toEqual([]);
  });

  it('count', () => {
    expect(t('grid.selected', { count: 1 })).toBe('1 selected');
    expect(t('grid.rows', { count: 1 })).toBe('1 row');
    expect(t('grid.rows', { count: 3 })).toBe('3 rows');
  });

  it('of unknown data fall back to the data itself', () => {
    expect(textOf('place', 'home')).toBe('Home');
    expect(textOf('place', 'moon')).toBe('moon');
  });
});
