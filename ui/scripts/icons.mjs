// Writes src/shared/icons/paths.ts: the drawing of each icon in the list below, taken from Fluent's icon set (MIT).
// The result is committed, so that a build needs no icon package. To use another icon, add its file name here and run
// `npm run tokens`.
import { readFileSync, writeFileSync } from 'node:fs';

// name in this UI -> name in the icon set
const icons = {
  access: 'key',
  add: 'add',
  agent: 'bot',
  alert: 'alert',
  application: 'apps_list',
  approve: 'checkmark_circle',
  approvals: 'clipboard_checkmark',
  arrowDown: 'arrow_down',
  arrowLeft: 'arrow_left',
  arrowRight: 'arrow_right',
  arrowUp: 'arrow_up',
  assignment: 'ribbon',
  audit: 'history',
  blueprint: 'document_copy',
  calendar: 'calendar_ltr',
  catalog: 'library',
  check: 'checkmark',
  chevronDown: 'chevron_down',
  chevronLeft: 'chevron_left',
  chevronRight: 'chevron_right',
  chevronUp: 'chevron_up',
  clock: 'clock',
  columns: 'column_triple_edit',
  copy: 'copy',
  danger: 'error_circle',
  delete: 'delete',
  deny: 'dismiss_circle',
  directoryRole: 'shield_person',
  dismiss: 'dismiss',
  document: 'document_text',
  edit: 'edit',
  empty: 'mail_inbox',
  export: 'arrow_export_up',
  extend: 'calendar_add',
  fastForward: 'fast_forward',
  filter: 'filter',
  folder: 'folder_open',
  graph: 'flow',
  group: 'people_team',
  history: 'history',
  home: 'home',
  hourglass: 'hourglass',
  import: 'arrow_import',
  info: 'info',
  link: 'link',
  lock: 'lock_closed',
  menu: 'line_horizontal_3',
  more: 'more_horizontal',
  myAccess: 'key_multiple',
  neutral: 'circle',
  package: 'box',
  pause: 'pause',
  people: 'people',
  permission: 'shield_keyhole',
  person: 'person',
  play: 'play',
  policy: 'clipboard_task_list_ltr',
  question: 'question_circle',
  refresh: 'arrow_clockwise',
  request: 'send',
  restore: 'arrow_undo',
  search: 'search',
  settings: 'settings',
  shield: 'shield_checkmark',
  sort: 'arrow_sort',
  sponsor: 'person_heart',
  stop: 'prohibited',
  success: 'checkmark_circle',
  switchPerson: 'person_swap',
  themeDark: 'weather_moon',
  themeLight: 'weather_sunny',
  themeSystem: 'desktop',
  timeline: 'timeline',
  training: 'hat_graduation',
  warning: 'warning',
  workflow: 'flowchart',
};

const folder = new URL('../node_modules/@fluentui/svg-icons/icons/', import.meta.url);
const drawing = (file) =>
  [...readFileSync(new URL(`${file}_20_regular.svg`, folder), 'utf8').matchAll(/ d="([^"]+)"/g)]
    .map(([, path]) => path)
    .join('');

const lines = Object.entries(icons).map(([name, file]) => `  ${name}: '${drawing(file)}',`);
writeFileSync(
  new URL('../src/shared/icons/paths.ts', import.meta.url),
  `// Written by \`npm run tokens\`; changes by hand are lost. Drawings: Fluent System Icons (MIT), 20 by 20.\nexport const paths = {\n${lines.join('\n')}\n} as const;\n\nexport type IconName = keyof typeof paths;\n`,
);
console.log(`${lines.length} icons`);
