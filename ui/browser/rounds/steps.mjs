// What screens are brought to before they are looked at.

/** Presses the first button of a name: a text is the whole name, a pattern a part of it. */
export const press = (name) => (page) => page.getByRole('button', { name, exact: true }).first().click();

/** Waits for the dialog that was asked for: it may be fetched only now, and a menu goes first. */
const dialog = (page) => page.locator('[role=dialog], [role=alertdialog]').first().waitFor();

/** Presses a button that opens a dialog. */
export const opens = (name) => async (page) => {
  await press(name)(page);
  await dialog(page);
};

export const key = (which) => (page) => page.keyboard.press(which);

/** Presses a key that opens a dialog. */
export const keyOpens = (which) => async (page) => {
  await key(which)(page);
  await dialog(page);
};

/** Chooses an entry of a menu that opens a dialog. */
export const choose = (menu, entry) => async (page) => {
  await press(menu)(page);
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
  await dialog(page);
};
