// What only a real browser can tell: whether the content security policy holds, whether axe is content, whether a million
// rows scroll, whether focus and clicks survive menus and dialogs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axe, openBrowser, openPage, serve } from './stage.mjs';

const root = new URL('..', import.meta.url).pathname;
let browser;
let site;

before(async () => {
  site = await serve(`${root}.gallery`);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  site?.close();
});

async function visit(options, walk) {
  const opened = await openPage(browser, `${site.url}/gallery.html`, options);
  try {
    await walk(opened.page);
    assert.deepEqual(await opened.troubles(), [], 'violations of the policy, or errors');
  } finally {
    await opened.close();
  }
}

const part = (page, name) => page.getByRole('tab', { name }).click();
const settled = (page) =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity),
  );

for (const theme of ['light', 'dark'])
  for (const density of ['roomy', 'projector'])
    describe(`${theme}, ${density}`, () => {
      it('has no axe findings on any part', () =>
        visit({ theme, density }, async (page) => {
          for (const name of ['Controls', 'Display', 'Grid']) {
            await part(page, name);
            if (name === 'Grid') await page.getByText('agent-0000003').waitFor();
            assert.deepEqual(await axe(page), [], name);
          }
        }));

      it('has no axe findings while something is open', () =>
        visit({ theme, density }, async (page) => {
          const open = async (what, how) => {
            await how();
            await settled(page);
            assert.deepEqual(await axe(page), [], what);
            await page.keyboard.press('Escape');
            await settled(page);
          };
          await open('dialog', () => page.getByRole('button', { name: 'Extend' }).click());
          await open('alert', () => page.getByRole('button', { name: 'Remove', exact: true }).click());
          await open('menu', () => page.getByRole('button', { name: 'Actions' }).click());
          await open('palette', () => page.keyboard.press('Control+k'));
          await open('select', () => page.getByRole('combobox', { name: /Catalog/ }).click());
          await open('combobox', () => page.getByRole('combobox', { name: /Sponsor/ }).click());
          await open('calendar', () => page.getByRole('button', { name: 'Open the calendar' }).click());
        }));
    });

describe('overlays', () => {
  it('a dialog opened from a menu gives the focus back, and the page can be clicked', () =>
    visit({}, async (page) => {
      const menu = page.getByRole('button', { name: 'Actions' });
      await menu.click();
      await page.getByRole('menuitem', { name: /Extend/ }).click();
      await page.getByRole('dialog', { name: 'Extend access' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement?.textContent.includes('Actions'));
      await page.getByRole('button', { name: 'Request', exact: true }).click();
      await page.locator('.toasts').getByText('Request sent to the approvers').waitFor();
    }));

  it('the list of a combobox in a dialog is not cut off, and Escape closes only the list', () =>
    visit({}, async (page) => {
      await page.getByRole('button', { name: 'Extend' }).click();
      const field = page.getByRole('dialog').getByRole('combobox', { name: 'Approver' });
      await field.click();
      await page.getByRole('option', { name: /Amara/ }).click();
      assert.equal(await field.inputValue(), 'Amara Okafor');
      await field.click();
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('option').count(), 0);
      await page.getByRole('dialog').waitFor();
    }));

  it('an action that the core refuses says why in the dialog', () =>
    visit({}, async (page) => {
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove access' }).click();
      await page.getByRole('alert').getByText('Another person has ended this assignment already.').waitFor();
    }));
});

describe('the grid with a million rows', () => {
  const inGrid = (walk) =>
    visit({}, async (page) => {
      await part(page, 'Grid');
      const grid = page.getByRole('grid', { name: 'Agents' });
      await grid.getByText('agent-0000003').waitFor();
      await walk(page, grid);
    });

  it('reaches both ends with a key, and goes on row by row', () =>
    inGrid(async (page, grid) => {
      await grid.focus();
      await page.keyboard.press('End');
      await grid.getByText('agent-1000000').waitFor();
      await page.keyboard.press('ArrowUp');
      const active = await grid.evaluate(
        (node) => document.getElementById(node.getAttribute('aria-activedescendant')).ariaRowIndex,
      );
      assert.equal(active, '1000000');
      await page.keyboard.press('Enter');
      await page.locator('.toasts').getByText('Opened agent-0999999').waitFor();
      await page.keyboard.press('Home');
      await grid.getByText('agent-0000001').waitFor();
    }));

  it('moves by exactly what the wheel says, even where the thumb could not', () =>
    inGrid(async (page, grid) => {
      const box = await grid.boundingBox();
      await page.mouse.move(box.x + 200, box.y + 200);
      const first = () =>
        grid.evaluate((node) => {
          const head = node.querySelector('[role=rowgroup]').getBoundingClientRect().bottom;
          const rows = [...node.querySelectorAll('[role=row]')].slice(1);
          return (
            Number(rows.find((row) => row.getBoundingClientRect().bottom > head + 1).getAttribute('aria-rowindex')) - 2
          );
        });
      for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(0, 400);
      await page.waitForTimeout(200);
      assert.equal(await first(), 100, '4000 px are 100 rows of 40 px');
      await grid.evaluate((node) => (node.scrollTop = (node.scrollHeight - node.clientHeight) / 2));
      await page.waitForTimeout(200);
      const middle = await first();
      assert.ok(Math.abs(middle - 500_000) < 50, `the thumb's middle is the list's middle, not row ${middle}`);
      await page.mouse.wheel(0, 40);
      await page.waitForTimeout(200);
      assert.equal(await first(), middle + 1, 'one more row');
    }));

  it('sorts, and shows no gap and no shift while rows load', () =>
    inGrid(async (page, grid) => {
      await grid.getByRole('button', { name: 'Agent' }).click();
      await grid.getByText('agent-1000000').waitFor();
      const heights = await grid.evaluate((node) => [
        ...new Set([...node.querySelectorAll('[role=row]')].slice(1).map((row) => row.offsetHeight)),
      ]);
      assert.deepEqual(heights, [40]);
    }));

  it('draws the rows of wherever a jump ends', () =>
    inGrid(async (page, grid) => {
      const drawn = await grid.evaluate(async (node) => {
        const heights = [];
        for (const share of [0.9, 0.1, 0.7, 0.33]) {
          node.scrollTop = node.scrollHeight * share;
          await new Promise((done) => {
            const look = () =>
              node.querySelector('.waiting') || !node.querySelector('.row a') ? requestAnimationFrame(look) : done();
            requestAnimationFrame(() => requestAnimationFrame(look));
          });
          heights.push(node.querySelectorAll('.row a').length);
        }
        return heights;
      });
      assert.ok(
        drawn.every((rows) => rows > 0),
        drawn.join(', '),
      );
    }));
});

describe('other surroundings', () => {
  it('a narrow window keeps everything reachable', () =>
    visit({ viewport: { width: 683, height: 512 } }, async (page) => {
      const spills = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(spills, false, '1024x768 at 150 %');
      assert.deepEqual(await axe(page), []);
    }));

  for (const [name, options] of [
    ['forced colours', { forcedColors: 'active' }],
    ['more contrast', { contrast: 'more' }],
    ['more contrast in the dark', { contrast: 'more', theme: 'dark' }],
  ])
    it(`${name} and reduced motion hold`, () =>
      visit({ reducedMotion: 'reduce', ...options }, async (page) => {
        for (const name of ['Controls', 'Display', 'Grid']) {
          await part(page, name);
          assert.deepEqual(await axe(page), [], name);
        }
      }));

  it('right-to-left text mirrors the frame', () =>
    visit({}, async (page) => {
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      const rail = await page.getByRole('navigation', { name: 'Places' }).boundingBox();
      assert.ok(rail.x > 900, `the rail is on the right, not at ${rail.x}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      assert.deepEqual(await axe(page), []);
    }));
});
