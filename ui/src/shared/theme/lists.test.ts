// The style sheet takes the markers of lists, and WebKit then takes a list for none unless it says what it is.
import { expect, it } from 'vitest';
import { nodesOf, sources, type Node } from '../i18n/sources';

const saysRole = (list: Node) =>
  (list.attributes as Node[]).some(({ type, name }) => type === 'Attribute' && name === 'role');

it('every list says that it is one', () => {
  const silent = sources().flatMap(({ path, markup }) =>
    markup
      ? [...nodesOf(markup)]
          .filter(({ type, name }) => type === 'RegularElement' && (name === 'ul' || name === 'ol'))
          .filter((list) => !saysRole(list))
          .map(() => path)
      : [],
  );
  expect(silent, 'write role="list" at it').toEqual([]);
});
