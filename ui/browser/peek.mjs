import { readFile } from 'node:fs/promises';
import { closeBridges, openBridge, goTo, settled } from './bridge.mjs';
import { openBrowser, axe } from './stage.mjs';
const SAMPLE = new URL('../../src-tauri/crates/commands/sample/', import.meta.url);
const browser = await openBrowser();
const bridge = await openBridge('--training');
const people = (await readFile(new URL('people.csv', SAMPLE), 'utf8')).replace(/Head of Finance|Analyst/g, 'Chief of Money') + 'E9,New Person,new.person@larkfield.example,Clerk,Finance,,2024-01-01,\n';
async function drag(page, type, files) {
  await page.evaluate(([type, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [type, files]);
}
try {
for (const theme of ['light', 'dark']) {
  const { page } = await bridge.open(browser, '/agents', { theme, viewport: { width: 1280, height: 800 } });
  const shot = async (name) => { await page.screenshot({ path: `/tmp/shots/${name}-${theme}.png` }); const found = await axe(page); if (found.length) console.log(name, theme, found); };
  await shot('agents');
  await drag(page, 'dragenter', [['people.csv', people]]);
  await shot('dragging');
  await drag(page, 'drop', [['people.csv', people]]);
  await page.getByText(/ready/).waitFor();
  await shot('import-new');
  await page.getByRole('tab', { name: /Changed/ }).click();
  await shot('import-changed');
  await drag(page, 'drop', [['people.csv', people.replace('new.person@larkfield.example', 'nobody')], ['groups.json', '{"@odata.context":"x#groups","value":[{"id":"1"}]}'], ['x.txt','hm']]);
  await page.getByText(/nothing can be imported/).waitFor();
  await shot('import-bad');
  for (const [route, name] of [['/requests','requests'],['/assignments','assignments'],['/audit','audit'],['/people','people'],['/blueprints','blueprints'],['/access-packages','packages'],['/my-access','my-access']]) {
    await goTo(page, route);
    await shot(name);
  }
  await goTo(page, '/people?search=finance');
  await settled(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('dialog').getByLabel(/File/).fill(`people-${theme}.csv`);
  await shot('export');
  let release;
  const gate = new Promise((go) => (release = go));
  await page.route('**/rpc', async (route) => {
    const { command } = route.request().postDataJSON();
    if (command === 'save_export') await gate;
    if (command === 'show_work') return route.fulfill({ json: { rows: [{ number: 1, command: 'save_export', done: 41200, total: 100000, mayStop: true }] } });
    return route.continue();
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await shot('exporting');
  release();
  await page.getByText(/written/).waitFor();
  await shot('exported');
  await page.close();
}
} finally { closeBridges(); await browser.close(); }
