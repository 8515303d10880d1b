// Whether the map of keys is shown. "?" shows it from anywhere where it isn't typed into something.
let isOpen = $state(false);

export const keyMap = {
  get isOpen() {
    return isOpen;
  },
  set isOpen(open: boolean) {
    isOpen = open;
  },
};

const TAKES_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="combobox"], [role="menu"], [role="spinbutton"]';

/** Whether a key that was pressed belongs to a control or a dialog, or is half of a shortcut of the system. */
export function isTaken(event: KeyboardEvent): boolean {
  const isInControl = event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null;
  return event.ctrlKey || event.metaKey || event.altKey || isInControl;
}
