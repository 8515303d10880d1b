// For tests: the sources as syntax trees, so that a text in a string, in a template or in markup is found by what it is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';

/** Any node of a tree: of the language's, or of the markup's. */
export interface Node {
  type: string;
  [part: string]: unknown;
}

export interface Source {
  path: string;
  /** Everything of it. */
  root: Node;
  /** What is drawn; nothing for a module. */
  markup: Node | null;
  /** What runs once, when the file is loaded; nothing for a component without a module script. */
  module: Node | null;
}

// In two pieces, because the parser would take the whole tag for the end of this very file.
const [OPEN, CLOSE] = ['<script lang="ts">\n', '\n</' + 'script>'];

/** All components and modules of the product; what only the gallery and the tests use is left out. */
export function sources(folder = 'src'): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): Source[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(path);
    if (/\.test\.ts$|\.host\.svelte$|^Gallery|^gallery|^test-setup|^showScreen/.test(entry.name)) return [];
    const text = readFileSync(path, 'utf8');
    if (entry.name.endsWith('.svelte')) {
      const { fragment, instance, module } = parse(text, { modern: true });
      const [markup, once] = [fragment, module] as unknown as [Node, Node | null];
      return [{ path, root: { type: 'Component', fragment, instance, module }, markup, module: once }];
    }
    if (!entry.name.endsWith('.ts')) return [];
    const { instance } = parse(`${OPEN}${text}${CLOSE}`, { modern: true });
    const root = instance as unknown as Node;
    return [{ path, root, markup: null, module: root }];
  });
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The nodes below a node that `into` lets pass, and the node itself, from the outside in. */
export function* nodesOf(node: Node, into: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!into(node)) return;
  for (const part of Object.values(node))
    for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) yield* nodesOf(child, into);
}

/** The arguments of a call of one of these functions; nothing for another node. */
export function callOf(node: Node, ...names: string[]): Node[] | null {
  if (node.type !== 'CallExpression') return null;
  const callee = node.callee as Node;
  return callee.type === 'Identifier' && names.includes(String(callee.name)) ? (node.arguments as Node[]) : null;
}

/** The string that a node is, with `*` for what is put in at run time; nothing when it is no string. */
export function textOfNode(node: Node | undefined): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral') return null;
  return (node.quasis as { value: { cooked: string } }[]).map((part) => part.value.cooked).join('*');
}
