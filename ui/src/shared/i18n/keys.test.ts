// Every text is used and every use has a text; nothing that people read stands in the sources themselves.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../../../locales/en.json';
import { hasText } from '.';
import { callOf, nodesOf, sources, textOfNode, type Node } from './sources';

/** Groups whose keys are values of the core: `textOf(group, value)`. */
const FROM_DATA = [
  'activity',
  'agentChange',
  'addTask',
  'agentPlatform',
  'agentState',
  'agentType',
  'alternatesBy',
  'approversBy',
  'askedBy',
  'assignmentState',
  'auditForm',
  'backupKind',
  'catalogRole',
  'catalogRoleText',
  'catalogState',
  'check',
  'dateAttribute',
  'delegationState',
  'doctorCheck',
  'doctorHealth',
  'doctorMend',
  'doorKeeping',
  'doubleHolding',
  'dueKind',
  'executionType',
  'extensionRule',
  'failureReason',
  'grantSource',
  'groupKind',
  'importChange',
  'importField',
  'importFlag',
  'importKind',
  'inheritance',
  'membershipChange',
  'moveAttribute',
  'noticeKind',
  'obstacleKind',
  'origin',
  'packageStanding',
  'onBehalfRequestor',
  'peopleStanding',
  'policyScope',
  'privilegeLevel',
  'processingState',
  'questionKind',
  'reminderState',
  'reportColumn',
  'reportKind',
  'requestState',
  'requestStatus',
  'requestType',
  'rightKind',
  'role',
  'roleText',
  'ruleJoin',
  'scopeAttribute',
  'scopeKind',
  'scopeOperator',
  'secretState',
  'stageState',
  'subjectType',
  'taskDefinition',
  'taskText',
  'triggerKind',
  'verdict',
  'weight',
  'workflowCategory',
  'workspaceKind',
];

/** No words: signs, digits, and a single letter or Esc, which are keys of the keyboard. */
const NOT_WORDS = /^[\s\p{P}\p{S}\d]*(?:\p{Lu}|Esc)?[\s\p{P}\p{S}\d]*$/u;

/** Attributes whose text people read or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'description',
  'hint',
  'label',
  'placeholder',
  'text',
  'title',
]);

const all = sources();
const inAll = (visit: (node: Node, path: string) => void) => {
  for (const { path, root } of all) for (const node of nodesOf(root)) visit(node, path);
};

type Tree = { [key: string]: string | Tree };
const keysOf = (tree: Tree, before = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`),
  );
const counted = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keys = [...new Set(keysOf(en).map(counted))];
const existing = (key: string) => hasText(key) || hasText(`${key}_other`);
const matching = (pattern: string) => {
  const parts = pattern.split('*').map((part) => part.replace(/[.\\]/g, '\\$&'));
  const form = new RegExp(`^${parts.join('[^.]+')}$`);
  return keys.filter((key) => form.test(key));
};

/** Keys that are used outside the window: where documents are written, and where the desktop speaks. */
const COMMANDS = '../src-tauri/crates/commands/src';
const DESKTOP = '../src-tauri/src';
const usedByCore = [`${COMMANDS}/document`, `${COMMANDS}/tongue`, DESKTOP, `${DESKTOP}/notifications`]
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((path) => path.endsWith('.rs') && !path.endsWith('_tests.rs'))
  .flatMap((path) => {
    const [code = ''] = readFileSync(path, 'utf8').split('#[cfg(test)]');
    return [...code.matchAll(/"([a-z]\w*(?:\.\w+)+)"/g)].map(([, key]) => key ?? '');
  })
  // Names on the bus, of libraries and of files have the same shape.
  .filter((name) => !/^(app|org|core|refusals|lib\w+)\.|\.(db|html)$/.test(name));

describe('texts', () => {
  it('exist for every key that the code uses', () => {
    const missing = usedByCore.filter((key) => !existing(key) && matching(`${key}.*`).length === 0);
    inAll((node, path) => {
      const [key] = callOf(node, 't') ?? [];
      for (const part of key ? nodesOf(key, ({ type }) => type === 'ConditionalExpression') : []) {
        const text = textOfNode(part);
        if (text && (text.includes('*') ? matching(text).length === 0 : !existing(text)))
          missing.push(`${path}: ${text}`);
      }
      const [group, value] = (callOf(node, 'textOf') ?? []).map(textOfNode);
      if (group && value && matching(`${group}.${value}`).length === 0) missing.push(`${path}: ${group}.${value}`);
    });
    expect(missing, 'keys without a text in locales/en.json').toEqual([]);
  });

  it('are all used', () => {
    const used = new Set(usedByCore);
    inAll((node) => {
      const text = textOfNode(node);
      if (text !== null && /^[a-z][\w*]*(\.[\w* ]+)+$/i.test(text)) for (const key of matching(text)) used.add(key);
      const [group, value] = (callOf(node, 'textOf') ?? []).map(textOfNode);
      if (group && value) for (const key of matching(`${group}.${value}`)) used.add(key);
    });
    const unused = keys.filter((key) => !used.has(key) && !FROM_DATA.includes(key.split('.')[0] ?? ''));
    expect(unused, 'remove them from every file of the folder locales').toEqual([]);
  });

  it('of values of the core are in a group of their own', () => {
    const unknown: string[] = [];
    inAll((node, path) => {
      const called = callOf(node, 'textOf');
      const [group, value] = (called ?? []).map(textOfNode);
      if (called && group && !value && !group.includes('*') && !FROM_DATA.includes(group))
        unknown.push(`${path}: ${group}`);
    });
    expect(unknown).toEqual([]);
  });

  it('exist for every value of an enumeration of the core', () => {
    const contract = readFileSync('src/generated/contract.ts', 'utf8');
    const missing = FROM_DATA.flatMap((group) => {
      const name = group.charAt(0).toUpperCase() + group.slice(1);
      const values = new RegExp(`^export type ${name} = ("[^;{}]*");`, 'm').exec(contract)?.[1] ?? '';
      return [...values.matchAll(/"([^"]+)"/g)].map(([, value]) => `${group}.${value}`).filter((key) => !existing(key));
    });
    expect(missing).toEqual([]);
  });

  it('are read when they are shown, so that they follow the language', () => {
    const early = all.flatMap(({ path, module }) =>
      module
        ? [...nodesOf(module, ({ type }) => !/Function|MethodDefinition/.test(type))]
            .filter((node) => callOf(node, 't', 'textOf'))
            .map(() => path)
        : [],
    );
    expect(early, 'a text in a constant of a module stays in the language of the start').toEqual([]);
  });
});

describe('markup', () => {
  it('has no words of its own', () => {
    const found: string[] = [];
    const complain = (path: string, text: string) => {
      if (!NOT_WORDS.test(text)) found.push(`${path}: ${text.trim()}`);
    };
    for (const { path, markup } of all) {
      for (const node of markup ? nodesOf(markup) : []) {
        if (node.type === 'Fragment')
          for (const child of node.nodes as Node[]) {
            if (child.type === 'Text') complain(path, String(child.data));
            if (child.type === 'ExpressionTag') complain(path, textOfNode(child.expression as Node) ?? '');
          }
        if (node.type !== 'Attribute' || !SPOKEN.has(String(node.name)) || node.value === true) continue;
        for (const part of [node.value].flat() as Node[])
          complain(path, part.type === 'Text' ? String(part.data) : (textOfNode(part.expression as Node) ?? ''));
      }
    }
    expect(found, 'every word comes from locales through t()').toEqual([]);
  });
});
