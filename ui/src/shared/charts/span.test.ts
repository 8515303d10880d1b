import { describe, expect, it } from 'vitest';
import { barIn, placeIn, sightAround, ticksOf } from './span';

const NOW = '2026-02-01T00:00:00Z';
const sight = sightAround(NOW, 90);
const day = (at: string) => Date.parse(at);

describe('a stretch of time in sight', () => {
  it('has now in its first third, and moves by halves of itself', () => {
    expect(placeIn(sight, day(NOW))).toBeCloseTo(100 / 3);
    expect(placeIn(sightAround(NOW, 90, 1), day(NOW))).toBeCloseTo(100 / 3 - 50);
    expect(placeIn(sightAround(NOW, 90, -1), day(NOW))).toBeCloseTo(100 / 3 + 50);
  });

  it('shows of a bar what lies in it, and says on which side it goes on', () => {
    const whole = barIn(sight, NOW, '2026-02-10T00:00:00Z');
    expect(whole).toMatchObject({ isCutBefore: false, isCutAfter: false });
    expect(whole?.start).toBeCloseTo(100 / 3);
    expect(whole?.width).toBeCloseTo(10);
    const endless = barIn(sight, '2020-01-01T00:00:00Z', null);
    expect(endless).toEqual({ start: 0, width: 100, isCutBefore: true, isCutAfter: true });
  });

  it('shows nothing of what was over before or begins after', () => {
    expect(barIn(sight, '2025-01-01T00:00:00Z', '2025-12-31T00:00:00Z')).toBeUndefined();
    expect(barIn(sight, '2026-06-01T00:00:00Z', null)).toBeUndefined();
  });

  it('names days on its axis, within it', () => {
    const ticks = ticksOf(sight, 6);
    expect(ticks.length).toBeGreaterThan(2);
    for (const tick of ticks) expect(tick.place).toBeGreaterThanOrEqual(0);
    for (const tick of ticks) expect(tick.place).toBeLessThanOrEqual(100);
  });
});
