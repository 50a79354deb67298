import { describe, expect, it } from 'vitest';
import { readPace, secondsFor, spanText } from './pace';
import type { Say } from '../../lib/i18n/i18n';

const say = ((key: string, values: Record<string, unknown>) => `${String(values['n'])} ${key}`) as unknown as Say;

describe('a pace', () => {
  it('is read as it is written', () => {
    expect(readPace('500/h')).toEqual({ customers: 500, unit: 'h' });
    expect(readPace('many')).toBeNull();
    expect(readPace(null)).toBeNull();
  });

  it('lets the first in at once', () => {
    expect(secondsFor(3, { customers: 2, unit: 'h' })).toBe(3600);
    expect(secondsFor(1, { customers: 2, unit: 'h' })).toBe(0);
    expect(secondsFor(0, { customers: 2, unit: 'h' })).toBe(0);
    expect(secondsFor(1000, null)).toBe(0);
  });

  it('takes a time that people say', () => {
    expect(spanText(say, 59)).toBe('59 duration.s');
    expect(spanText(say, 90)).toBe('1.5 duration.m');
    expect(spanText(say, 5400)).toBe('1.5 duration.h');
    expect(spanText(say, 60_000)).toBe('17 duration.h');
    expect(spanText(say, 200_000)).toBe('2.3 duration.d');
  });
});
