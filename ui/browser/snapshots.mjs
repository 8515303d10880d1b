// What screens look like, against what somebody looked at before: each in light, in dark and on a projector. Committed is one
// small picture of each screen, a fifth as wide and high, so that a letter that is drawn a little differently is no change,
// and anything that has moved, gone or changed colour is. SNAPSHOTS=write takes what is there for right; look at it then.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const committed = new URL('./snapshots/', import.meta.url).pathname;
const failed = new URL('../../target/snapshots/', import.meta.url).pathname;
const SMALLER = 5;
/** How different two colours may be, from 0 to 1. */
const COLOUR = 0.15;
/** Which part of the pixels may differ. */
const PART = 0.004;

/** Averages squares of pixels. */
function smaller({ width, height, data }) {
  const small = new PNG({ width: Math.floor(width / SMALLER), height: Math.floor(height / SMALLER) });
  for (let y = 0; y < small.height; y += 1)
    for (let x = 0; x < small.width; x += 1)
      for (let part = 0; part < 4; part += 1) {
        let sum = 0;
        for (let dy = 0; dy < SMALLER; dy += 1)
          for (let dx = 0; dx < SMALLER; dx += 1)
            sum += data[((y * SMALLER + dy) * width + x * SMALLER + dx) * 4 + part];
        // In steps of eight, which nobody sees and which pack better.
        small.data[(y * small.width + x) * 4 + part] = Math.min(255, Math.round(sum / SMALLER ** 2 / 8) * 8);
      }
  return small;
}

function stacked(pictures) {
  const [{ width }] = pictures;
  const all = new PNG({ width, height: pictures.reduce((sum, { height }) => sum + height, 0) });
  let from = 0;
  for (const picture of pictures) {
    PNG.bitblt(picture, all, 0, 0, width, picture.height, 0, from);
    from += picture.height;
  }
  return all;
}

/** Whether pictures are taken anew instead of compared. */
export const isTaking = process.env.SNAPSHOTS === 'write';

const cameras = new WeakMap();

/**
 * Takes the page as it stands. Nothing moves on it any more; a caret that blinks is no difference. Asked of the browser itself,
 * which then packs in a hurry: the picture is unpacked at once.
 */
export async function shoot(page) {
  if (!cameras.has(page)) cameras.set(page, await page.context().newCDPSession(page));
  const { data } = await cameras.get(page).send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  return PNG.sync.read(Buffer.from(data, 'base64'));
}

/** What differs from the committed picture of a name, one line; nothing when all is as it was. */
export function differs(name, pictures) {
  const file = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
  const now = stacked(pictures.map(smaller));
  if (isTaking) {
    mkdirSync(committed, { recursive: true });
    writeFileSync(committed + file, PNG.sync.write(now, { colorType: 2, deflateLevel: 9 }));
    return [];
  }
  if (!existsSync(committed + file))
    return [`there is no picture browser/snapshots/${file}; take it with SNAPSHOTS=write`];
  const before = PNG.sync.read(readFileSync(committed + file));
  const isSameSize = before.width === now.width && before.height === now.height;
  const changed = isSameSize
    ? pixelmatch(before.data, now.data, null, now.width, now.height, { threshold: COLOUR })
    : now.width * now.height;
  if (changed <= now.width * now.height * PART) return [];
  mkdirSync(failed, { recursive: true });
  writeFileSync(failed + file, PNG.sync.write(stacked(pictures)));
  return [`it looks different (${changed} of ${now.width * now.height} small pixels): see target/snapshots/${file}`];
}
