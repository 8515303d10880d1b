import { beforeEach, expect, it } from 'vitest';
import { lastPlace, rememberPlace } from './lastPlace';

beforeEach(() => localStorage.clear());

it('each person has a place of their own in each workspace', () => {
  rememberPlace('/w ines', '/agents/1');
  rememberPlace('/w tomas', '/approvals');
  rememberPlace('/training ines', '/audit?search=x');
  expect(lastPlace('/w ines')).toBe('/agents/1');
  expect(lastPlace('/w tomas')).toBe('/approvals');
  expect(lastPlace('/training ines')).toBe('/audit?search=x');
  expect(lastPlace('/w nobody')).toBeUndefined();
});

it('a way through is no place to come back to', () => {
  rememberPlace('/w ines', '/agents');
  rememberPlace('/w ines', '/open');
  expect(lastPlace('/w ines')).toBe('/agents');
});

it('what is not as it was written is as if nothing was', () => {
  for (const text of ['', '{', '7', '{"a":1}', '[1,["/w ines"],["/w ines",2]]', '[["/w ines","javascript:x"]]']) {
    localStorage.setItem('chaperone.places', text);
    expect(lastPlace('/w ines'), text).toBeUndefined();
  }
  rememberPlace('/w ines', '/agents');
  expect(lastPlace('/w ines')).toBe('/agents');
});

it('seats that were not sat at for long are forgotten', () => {
  for (let seat = 0; seat < 50; seat += 1) rememberPlace(`seat ${seat}`, '/agents');
  expect(lastPlace('seat 0')).toBeUndefined();
  expect(lastPlace('seat 49')).toBe('/agents');
});
