import { describe, expect, it } from 'vitest';
import type { PublicationView } from '../../lib/types';
import { isUnderWay, percentOf } from './publication';

const view = (state: PublicationView['state'], rows: number, rowsInAll: number): PublicationView => ({
  state, rows, rowsInAll, startedAt: '2026-03-01T10:00:00.000+08:00', by: 'console', note: null, begunAnew: false, reason: null, changes: [],
});

describe('a publication', () => {
  it('is under way until it is live or given up', () => {
    expect(['preparing', 'going_live', 'live', 'cancelled', 'failed'].map((state) => isUnderWay(view(state, 1, 2)))).toEqual([true, true, false, false, false]);
    expect(isUnderWay(null)).toBe(false);
  });

  it('says how much is read, and nothing silly of an empty or growing log', () => {
    expect([view('preparing', 999, 1000), view('preparing', 0, 0), view('preparing', 1001, 1000)].map(percentOf)).toEqual([99, 100, 100]);
  });
});
