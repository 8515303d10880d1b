import { readFileSync } from 'node:fs';
import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { showScreen } from '../../showScreen';
import LicenceList from './LicenceList.svelte';
import { findParts, readLicences } from './licences';

interface Locked {
  version: string;
  dev?: boolean;
}

it('the list names each module that is bundled, in the version that is; if not, run `npm run licences`', async () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
  const drawnFrom = ['node_modules/@fluentui/tokens', 'node_modules/@fluentui/svg-icons'];
  const bundled = Object.entries(packages)
    .filter(([path, about]) => path && (!about.dev || drawnFrom.includes(path)))
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)} ${version}`);
  const { parts } = await readLicences();
  const listed = parts.filter(({ from }) => from === 'npm').map(({ name, version }) => `${name} ${version}`);
  expect(listed.sort()).toEqual(bundled.sort());
});

it('every part has a licence, and every number stands for a text', async () => {
  const { parts, texts } = await readLicences();
  expect(parts.filter(({ licence }) => !licence)).toEqual([]);
  expect(parts.flatMap((part) => part.texts).filter((text) => !texts[text])).toEqual([]);
});

it('parts are found by name, by licence and by the words of its text', async () => {
  const all = await readLicences();
  const names = (typed: string) => findParts(all, typed).map(({ name }) => name);
  expect(names('svelte mit')).toContain('svelte');
  expect(names('rusqlite')).toContain('rusqlite');
  expect(names('SIL Open Font')).toEqual(
    expect.arrayContaining(['@fontsource-variable/inter', 'Inter', 'NotoSansArabic']),
  );
  expect(names('OFL-1.1 font')).not.toContain('svelte');
  expect(names('nosuchword')).toEqual([]);
});

it('the page finds while one types, and shows the text', async () => {
  showScreen(fakeBackend(), LicenceList);
  await userEvent.type(await screen.findByRole('searchbox'), 'rusqlite');
  await screen.findByText(/^[1-9] parts?$/);
  expect(screen.getByText('rusqlite')).toBeTruthy();
});
