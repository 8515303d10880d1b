import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFocus } from './keepFocus';

let stop: () => void;
const drawn = () => new Promise((done) => setTimeout(done, 80));
const at = (selector: string) => document.querySelector<HTMLElement>(selector)!;

beforeEach(() => {
  document.body.innerHTML = `
    <main>
      <h1 tabindex="-1">Page</h1>
      <section><h2>Rows</h2><ul><li><button id="a">A</button></li><li><button id="b">B</button></li></ul></section>
      <p><button id="c">C</button></p>
    </main>`;
  stop = keepFocus();
});

afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

it('when what has the focus goes, the focus goes to the heading over it', async () => {
  at('#a').focus();
  at('#a').parentElement!.remove();
  await drawn();
  expect(document.activeElement).toBe(at('h2'));
});

it('when all around it goes, the focus goes to the heading of the page', async () => {
  at('#a').focus();
  at('section').remove();
  await drawn();
  expect(document.activeElement).toBe(at('h1'));
});

it('who was given the focus meanwhile keeps it', async () => {
  at('#a').focus();
  at('#a').remove();
  at('#b').focus();
  await drawn();
  expect(document.activeElement).toBe(at('#b'));
});

it('what goes without having the focus moves it nowhere', async () => {
  at('#c').focus();
  at('#a').remove();
  await drawn();
  expect(document.activeElement).toBe(at('#c'));
  at('#c').blur();
  at('#b').remove();
  await drawn();
  expect(document.activeElement).toBe(document.body);
});
