import { describe, expect, it } from 'vitest';
import { dayOf, endOfDay, instantOn, setLocale } from '.';

describe('days', () => {
  it('are the days of the zone in which instants are shown', () => {
    expect(dayOf('2026-03-05T23:30:00Z')).toBe('2026-03-05');
    setLocale('en', 'Europe/Paris');
    expect(dayOf('2026-03-05T23:30:00Z')).toBe('2026-03-06');
    expect(endOfDay('2026-03-06')).toBe('2026-03-06T22:59:59.999Z');
  });

  it('keep the hour of the old end, also over a change of the clocks', () => {
    setLocale('en', 'Europe/Paris');
    expect(instantOn('2026-03-30', '2026-03-05T08:00:00Z'), 'nine o’clock in Paris on both days').toBe(
      '2026-03-30T07:00:00.000Z',
    );
  });
});
