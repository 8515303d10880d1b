import { expect, it } from 'vitest';
import { placed } from './placed';

const refused = (field?: string) => ({
  code: 'text_missing',
  message: 'The description is empty; write something.',
  saying: { code: 'text_missing', case: null, values: {}, ...(field ? { field } : {}) },
});

it('a refusal that speaks of a field stands at it, and nowhere else', () => {
  const one = refused('description');
  const { at, beside } = placed(one, 'displayName', 'description');
  expect(at).toEqual({ displayName: null, description: one.message });
  expect(beside).toBeNull();
});

it('a refusal that speaks of a field which the form does not show stands beside its button', () => {
  const one = refused('startAt');
  const { at, beside } = placed(one, 'displayName', 'description');
  expect(at).toEqual({ displayName: null, description: null });
  expect(beside).toBe(one);
});

it('a refusal that speaks of no field stands beside the button, whatever its sentence names', () => {
  const one = refused();
  expect(placed(one, 'description')).toEqual({ at: { description: null }, beside: one });
  expect(placed({ code: 'unexpected', message: 'description' }, 'description').beside?.code).toBe('unexpected');
});

it('nothing refused is nothing said', () => {
  expect(placed(undefined, 'description')).toEqual({ at: { description: null }, beside: null });
});
