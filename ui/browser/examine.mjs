// Looks at screens of the real engine from every side: nothing for axe to find in light, enough contrast in dark, nothing over
// the side of a small window with large text, nothing against the policy, nothing in the console, and nothing that looks
// different. A screen is opened once and turned around, because opening one costs more than looking at it.
import { goTo } from './bridge.mjs';
import { inGerman } from './german.mjs';
import { differs, isTaking, shoot } from './snapshots.mjs';
import { axe } from './stage.mjs';

const WIDE = { width: 1280, height: 800 };
/** A window of 1024x768 at 150 %. */
const NARROW = { width: 683, height: 512 };

/** Waits until what was changed is drawn and stands still: without motion a transition still takes a frame. */
const drawn = (page) =>
  page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let still = 0; still < 2;) {
      await frame();
      const moves = document.getAnimations().some((one) => one.effect.getTiming().iterations !== Infinity);
      still = moves ? 0 : still + 1;
    }
  });

/** Changes theme, density or both at once: what costs is to draw the page anew. */
async function inLook(page, look) {
  await page.evaluate((changed) => Object.assign(document.documentElement.dataset, changed), look);
  await drawn(page);
}

/** What is wider than its place: the page, or a dialog or menu over it with what stands inside; and words cut off in these. */
const spills = (page) =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const wide = [document.documentElement, main].filter((part) => part.scrollWidth > part.clientWidth + 1);
    const found = wide.map((part) => `${part.tagName} is ${part.scrollWidth} wide in ${part.clientWidth}`);
    const scrolls = (part) => ['auto', 'scroll'].includes(getComputedStyle(part).overflowX);
    for (const over of document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')) {
      const { left, right, top, bottom } = over.getBoundingClientRect();
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        found.push(`a ${over.role ?? over.getAttribute('role')} stands partly outside of the window`);
      for (const part of over.querySelectorAll('*')) {
        const place = part.getBoundingClientRect();
        if (place.width < 2 || part.closest('svg')) continue;
        const words = () => part.textContent.trim().slice(0, 60);
        const isCut = getComputedStyle(part).overflowX !== 'visible' && !scrolls(part);
        if (isCut && part.scrollWidth > part.clientWidth + 1) found.push(`cut off: ${words()}`);
        let around = part.parentElement;
        while (around !== over && !scrolls(around)) around = around.parentElement;
        if (around === over && (place.left < left - 1 || place.right > right + 1))
          found.push(`over the side: ${words()}`);
      }
      for (const part of over.querySelectorAll('.dialog-body, .dialog-foot, form'))
        if (part.scrollWidth > part.clientWidth + 1) found.push(`the ${part.className} of a dialog is too wide`);
    }
    return found;
  });

/** The looks in which a page is seen. Its density is its own: the presenter's view is always a projector's. */
const looksOf = (density) => [
  { theme: 'light', density },
  { theme: 'dark', density },
  { theme: 'light', density: 'projector' },
];

/** A picture of the page in each look. `inspect` sees it in each, with the number of the look, before its picture is taken. */
async function picturesOf(page, looks, inspect) {
  const pictures = [];
  for (const [number, look] of looks.entries()) {
    await inLook(page, look);
    await inspect(number);
    pictures.push(await shoot(page));
  }
  return pictures;
}

/** What is wrong with the page as it stands, one line each. It is left as it was, but not yet drawn so. */
async function turnAround(page, name) {
  const found = [];
  const looks = looksOf(await page.evaluate(() => document.documentElement.dataset.density));
  const pictures = await picturesOf(page, looks, async (number) => {
    if (number === 0) found.push(...(await axe(page)));
    if (number === 1) for (const line of await axe(page, ['color-contrast'])) found.push(`in the dark, ${line}`);
  });
  let different = differs(name, pictures);
  // On a busy machine a picture shows an earlier state now and then, although the page was drawn.
  if (different.length > 0 || isTaking) {
    await page.waitForTimeout(500);
    different = differs(name, await picturesOf(page, looks, () => page.waitForTimeout(300)));
  }
  await page.setViewportSize(NARROW);
  await inLook(page, looks[0]);
  for (const line of await spills(page)) found.push(`in a small window, ${line}`);
  await page.setViewportSize(WIDE);
  return [...found, ...different];
}

/**
 * Looks at all screens, those of one person in one page. A screen has a `name`, `who` looks at it (an address), a `route`,
 * and perhaps `then`, what is done there first, or `through`, a walk that calls its second argument at each stop.
 */
export async function examine(bridge, browser, screens) {
  const found = [];
  for (const who of new Set(screens.map((screen) => screen.who))) {
    await bridge.actAs(who);
    const { page, troubles, close } = await bridge.open(browser);
    for (const screen of screens.filter((one) => one.who === who)) {
      const look = async (stop) => {
        const where = [screen.name, stop].filter(Boolean).join(', ');
        for (const line of await turnAround(page, where)) found.push(`${where}: ${line}`);
      };
      // From nowhere, so that a screen begins anew although the one before stood at the same path.
      await page.evaluate(() => (location.hash = '#/nowhere'));
      await drawn(page);
      await goTo(page, screen.route);
      try {
        if (screen.through) await screen.through(page, look);
        else {
          await screen.then?.(page);
          await look();
        }
      } catch (error) {
        found.push(`${screen.name}: ${error.message}`);
      }
      await page.keyboard.press('Escape');
    }
    for (const line of await troubles()) found.push(`as ${who}: ${line}`);
    await close();
  }
  return found;
}

/**
 * Looks whether screens and their dialogs fit into a small window in German, whose words are long; and screens in both
 * directions of text.
 */
export async function examineRoom(bridge, browser, screens) {
  const found = [];
  for (const who of new Set(screens.map((screen) => screen.who))) {
    await bridge.actAs(who);
    const { page, troubles, close } = await bridge.open(browser, '/', { language: 'de', viewport: NARROW });
    const german = inGerman(page);
    for (const { name, route, then, through } of screens.filter((one) => one.who === who)) {
      const look = async (stop) => {
        await drawn(page);
        const where = [name, stop].filter(Boolean).join(', ');
        for (const line of await spills(page)) found.push(`${where}, ltr: ${line}`);
        if (process.env.ROOM)
          await page.screenshot({ path: `${process.env.ROOM}/${where.replace(/[^a-z0-9]+/gi, '-')}.png` });
      };
      await page.evaluate(() => (location.hash = '#/nowhere'));
      await drawn(page);
      await goTo(page, route);
      try {
        if (through) await through(german, look);
        else {
          await then?.(german);
          await look();
        }
      } catch (error) {
        found.push(`${name}: ${error.message}`);
      }
      await page.keyboard.press('Escape');
      if (then || through) continue;
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      await drawn(page);
      for (const line of await spills(page)) found.push(`${name}, rtl: ${line}`);
      await page.evaluate(() => (document.documentElement.dir = 'ltr'));
    }
    for (const line of await troubles()) found.push(`as ${who}: ${line}`);
    await close();
  }
  return found;
}
