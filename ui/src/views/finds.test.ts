import { expect, it, vi } from 'vitest';
import { fakeBackend } from '../backend/fake';
import { client } from '../generated/contract';
import { findObjects } from './finds';

it('finds agents, people and packages, and leaves out a kind that is refused', async () => {
  const backend = fakeBackend({
    list_agents: () => ({
      rows: [{ id: 'a1', displayName: 'Invoice Matcher', blueprint: { id: 'b', displayName: 'Invoices' } } as never],
      next: null,
    }),
    list_people: () => ({ rows: [{ id: 'p1', displayName: 'Ina', email: 'ina@example.com' } as never], next: null }),
  });
  const go = vi.fn();
  const desk = client((command, payload) => backend.call(command, payload));
  const found = await findObjects(desk, 'in', go);
  expect(found.map(({ label, group }) => [label, group])).toEqual([
    ['Invoice Matcher', 'Agents'],
    ['Ina', 'People'],
  ]);
  found[1]?.run();
  expect(go).toHaveBeenCalledWith('/people/p1');
});
