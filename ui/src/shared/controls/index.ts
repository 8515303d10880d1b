// The controls that screens are made of. Screens import from here and never from bits-ui.
export { default as AlertDialog } from './AlertDialog.svelte';
export { default as Button } from './Button.svelte';
export { default as Checkbox } from './Checkbox.svelte';
export { default as Combobox } from './Combobox.svelte';
export { default as DateField } from './DateField.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as IconButton } from './IconButton.svelte';
export { default as Menu } from './Menu.svelte';
export type { MenuEntry } from './menuEntry';
export { default as NumberField } from './NumberField.svelte';
export type { Option } from './option';
export { default as RadioGroup } from './RadioGroup.svelte';
export { default as SearchField } from './SearchField.svelte';
export { default as Select } from './Select.svelte';
export { default as Tabs } from './Tabs.svelte';
export { default as TextArea } from './TextArea.svelte';
export { default as TextField } from './TextField.svelte';
export { default as Tooltip } from './Tooltip.svelte';
