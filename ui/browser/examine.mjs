// Looks at screens of the real engine from every side: nothing for axe to find in light, enough contrast in dark, nothing over
// the side of a small window with large text, nothing against the policy, nothing in the console, and nothing that looks
// different. A screen is opened once and turned around, because opening one costs more than looking at it.
import { goTo } from './bridge.mjs';
import { differs, shoot } from './snapshots.mjs';
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

async function inTheme(page, theme) {
  await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
  await drawn(page);
}

async function inWindow(page, size) {
  await page.setViewportSize(size);
  await drawn(page);
}

const spills = (page) =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const wide = [document.documentElement, main].filter((part) => part.scrollWidth > part.clientWidth + 1);
    return wide.map((part) => `${part.tagName} is ${part.scrollWidth} wide in ${part.clientWidth}`);
  });

async function inDensity(page, density) {
  await page.evaluate((name) => (document.documentElement.dataset.density = name), density);
  await drawn(page);
}

/** What is wrong with the page as it stands, one line each. */
async function turnAround(page, name) {
  await drawn(page);
  const found = await axe(page);
  const pictures = [await shoot(page)];
  await inTheme(page, 'dark');
  for (const line of await axe(page, ['color-contrast'])) found.push(`in the dark, ${line}`);
  pictures.push(await shoot(page));
  await inTheme(page, 'light');
  await inDensity(page, 'projector');
  pictures.push(await shoot(page));
  await inDensity(page, 'roomy');
  found.push(...differs(name, pictures));
  await inWindow(page, NARROW);
  for (const line of await spills(page)) found.push(`in a small window, ${line}`);
  await inWindow(page, WIDE);
  return found;
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
 * Looks whether screens fit into a small window in German, whose words are long, and in both directions of text. Dialogs are
 * left out: the ways to them are described in English.
 */
export async function examineRoom(bridge, browser, screens) {
  const found = [];
  const plain = screens.filter((screen) => !screen.then && !screen.through);
  for (const who of new Set(plain.map((screen) => screen.who))) {
    await bridge.actAs(who);
    const { page, troubles, close } = await bridge.open(browser, '/', { language: 'de', viewport: NARROW });
    for (const screen of plain.filter((one) => one.who === who)) {
      await goTo(page, screen.route);
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        await drawn(page);
        for (const line of await spills(page)) found.push(`${screen.name}, ${direction}: ${line}`);
      }
    }
    for (const line of await troubles()) found.push(`as ${who}: ${line}`);
    await close();
  }
  return found;
}
