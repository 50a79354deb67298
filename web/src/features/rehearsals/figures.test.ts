import { expect, test } from 'vitest';
import type { RehearsalReport } from '../../lib/types';
import { daysOf, joinRows } from './figures';

const report = (days: string[], caps: [string, number][]) =>
  ({ days: days.map((day) => ({ day, entries: 1, messages: 1, weComTasks: 1 })), caps: caps.map(([sop, dropped]) => ({ sop, dropped })) }) as unknown as RehearsalReport;

test('days without anything stand between those with something', () => {
  expect(daysOf([report(['2026-02-27'], []), report(['2026-03-02'], [])])).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  expect(daysOf([report([], [])])).toEqual([]);
});

test('what only one of two reports has is nothing in the other', () => {
  const rows = joinRows(
    [report([], [['a', 3]]), report([], [['a', 1], ['b', 2]])],
    (one) => one.caps,
    (cap) => cap.sop,
    (cap) => ({ label: cap.sop }),
    [{ value: (cap) => cap.dropped, figure: (cap) => ({ figure: 'caps', sop: cap.sop }) }],
  );
  expect(rows.map((row) => [row.label, row.cells[0]?.values])).toEqual([['a', [3, 1]], ['b', [0, 2]]]);
  expect(rows[1]?.cells[0]?.figure).toEqual({ figure: 'caps', sop: 'b' });
});
