import { describe, expect, it } from 'vitest';
import {
  daysUntil,
  formatDuration,
  formatInstant,
  formatNumber,
  formatRelative,
  initials,
  onTheWall,
  setLocale,
  shareElapsed,
} from '.';

const now = '2026-03-01T12:00:00Z';

describe('instants', () => {
  it('never promises more time than is left, but for the minute in which it is read', () => {
    expect(formatRelative('2026-03-15T12:00:00Z', now)).toBe('in 14 days');
    expect(formatRelative('2026-03-15T11:59:50Z', now), 'a moment after 14 days began').toBe('in 14 days');
    expect(formatRelative('2026-03-15T11:58:59Z', now), 'more than a minute short of 14 days').toBe('in 13 days');
    expect(formatRelative('2026-03-03T11:58:59Z', now), 'less than two days counts in hours').toBe('in 47 hours');
    expect(formatRelative('2026-03-01T11:57:30Z', now)).toBe('2 minutes ago');
    expect(daysUntil('2026-02-27T12:00:00Z', now)).toBe(-2);
  });

  it('says of the last minute that it was just now, and of the next how much is left', () => {
    expect(formatRelative('2026-03-01T12:00:00Z', now)).toBe('just now');
    expect(formatRelative('2026-03-01T11:59:00.001Z', now)).toBe('just now');
    expect(formatRelative('2026-03-01T11:59:00Z', now)).toBe('1 minute ago');
    expect(formatRelative('2026-03-01T12:00:30Z', now)).toBe('in 30 seconds');
  });

  it('is written in the chosen zone and language', () => {
    expect(formatInstant('2026-03-05T23:30:00Z', 'date')).toBe('Mar 5, 2026');
    setLocale('en-GB', 'Europe/Paris');
    expect(formatInstant('2026-03-05T23:30:00Z')).toBe('6 Mar 2026, 00:30');
  });

  it('tells the instants inside of a sentence of the core by the same clock', () => {
    setLocale('en-GB', 'Europe/Paris');
    const said = 'Until 6 Mar 2026, 23:30 UTC, or 12 Oct 2026, 09:05 UTC.';
    expect(onTheWall(said)).toBe('Until 7 Mar 2026, 00:30, or 12 Oct 2026, 11:05.');
    expect(onTheWall('Until 6 Mar 2026, as agreed.')).toBe('Until 6 Mar 2026, as agreed.');
  });

  it('shows what it cannot read as it came', () => {
    expect(formatInstant('soon')).toBe('soon');
    expect(formatRelative('soon', now)).toBe('soon');
  });

  it('measures how much of a span has passed', () => {
    expect(shareElapsed('2026-02-01T12:00:00Z', '2026-03-29T12:00:00Z', now)).toBe(0.5);
    expect(shareElapsed(now, now, now), 'an empty span is over').toBe(1);
  });
});

describe('German', () => {
  it('writes days, times, numbers and durations as Germans do', () => {
    setLocale('de', 'Europe/Berlin');
    expect(formatInstant('2026-03-05T23:30:00Z')).toBe('6. März 2026, 00:30');
    expect(formatRelative('2026-03-15T12:00:00Z', now)).toBe('in 14 Tagen');
    expect(formatDuration('P1DT6H')).toBe('1 Tag, 6 Stunden');
    expect(formatNumber(1234567)).toBe('1.234.567');
  });
});

describe('durations', () => {
  it('reads ISO 8601', () => {
    expect(formatDuration('P30D')).toBe('30 days');
    expect(formatDuration('P1DT6H')).toBe('1 day, 6 hours');
    expect(formatDuration('P0D')).toBe('0 days');
    expect(formatDuration('for ever')).toBe('for ever');
  });

  it('tells many seconds as what people count in', () => {
    expect(formatDuration('PT1468799.982S'), 'a hair short of 17 days').toBe('17 days');
    expect(formatDuration('PT90000S')).toBe('1 day, 1 hour');
    expect(formatDuration('P3DT4H5M6S')).toBe('3 days, 4 hours');
    expect(formatDuration('PT0.25S')).toBe('0.25 seconds');
  });
});

describe('initials', () => {
  it('takes the first and the last word', () => {
    expect(initials('Nadia el Amrani')).toBe('NA');
    expect(initials('invoice-matcher')).toBe('IM');
    expect(initials('Bo')).toBe('B');
    expect(initials('')).toBe('');
  });
});
