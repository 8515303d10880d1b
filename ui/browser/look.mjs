// Takes pictures of the gallery into .screens/, for people to look at: both themes, two sizes, each part.
import { mkdir } from 'node:fs/promises';
import { openBrowser, openPage, serve } from './stage.mjs';

const root = new URL('..', import.meta.url).pathname;
await mkdir(`${root}.screens`, { recursive: true });
const site = await serve(`${root}.gallery`);
const browser = await openBrowser();
for (const theme of ['light', 'dark'])
  for (const [width, height] of [
    [1280, 800],
    [1024, 768],
  ]) {
    const { page, close } = await openPage(browser, `${site.url}/gallery.html`, { theme, viewport: { width, height } });
    for (const part of ['Controls', 'Display', 'Grid']) {
      await page.getByRole('tab', { name: part }).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${root}.screens/${part.toLowerCase()}-${theme}-${width}.png` });
    }
    if (width === 1280) {
      await page.getByRole('tab', { name: 'Controls' }).click();
      await page.getByRole('button', { name: 'Extend' }).click();
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${root}.screens/dialog-${theme}.png` });
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${root}.screens/palette-${theme}.png` });
    }
    await close();
  }
await browser.close();
site.close();
