import { describe, expect, it } from 'vitest';
import { addMs, clockOf, count, distance, pace, percent, shortTime } from './format';

const noon = '2026-03-01T12:00:00.000+08:00';

describe('instants', () => {
  it('are shown in the zone they were served in, whatever the browser’s is', () => {
    expect(shortTime(noon)).toBe('03-01 12:00');
    expect(clockOf(noon)).toBe('12:00:00');
  });

  it('are carried on in the same zone, over midnight', () => {
    expect(addMs(noon, 13 * 3_600_000)).toBe('2026-03-02T01:00:00.000+08:00');
    expect(addMs('2026-03-01T23:59:59.000-03:30', 1000)).toBe('2026-03-02T00:00:00.000-03:30');
    expect(addMs('2026-03-01T12:00:00.000Z', 1)).toBe('2026-03-01T12:00:00.001Z');
  });

  it('are told as a person would', () => {
    expect(distance(addMs(noon, -30_000), noon)).toEqual({ unit: 'second', amount: 30, past: true });
    expect(distance(addMs(noon, 90 * 60_000), noon)).toEqual({ unit: 'hour', amount: 2, past: false });
    expect(distance(addMs(noon, 72 * 3_600_000), noon)).toEqual({ unit: 'day', amount: 3, past: false });
  });
});

describe('numbers', () => {
  it('are grouped', () => {
    expect(count(1234567)).toBe('1,234,567');
  });

  it('are a share only of something', () => {
    expect(percent(1, 3)).toBe('33%');
    expect(percent(1, 40)).toBe('2.5%');
    expect(percent(0, 0)).toBe('–');
  });
});

describe('accelerated time', () => {
  it('is told by the minute on the wall', () => {
    expect(pace(1440)).toEqual({ wall: 'minute', amount: 1, unit: 'day' });
    expect(pace(60)).toEqual({ wall: 'minute', amount: 1, unit: 'hour' });
    expect(pace(10)).toEqual({ wall: 'minute', amount: 10, unit: 'minute' });
  });

  it('is told by the second when it is very fast', () => {
    expect(pace(86_400)).toEqual({ wall: 'second', amount: 1, unit: 'day' });
  });
});
