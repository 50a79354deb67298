import { expect, test } from 'vitest';
import { moveStep, timesIn } from './moved-time';

const text = `sop: s
trigger: { tag: a/b }
steps:
  - { id: nudge, at: +2h, send: direct, material: m }   # first
  - { id: proof, send: direct, at: day 1 20:00 }
  - { id: at-once, task: 'meet at: noon, or later' }
  - id: long
    at: +3h
`;

test('finds the times that stand on a step’s line', () => {
  expect(timesIn(text)).toEqual([
    { id: 'nudge', at: '+2h', line: 3 },
    { id: 'proof', at: 'day 1 20:00', line: 4 },
  ]);
});

test('writes a time into its line and leaves all else as it was', () => {
  const moved = moveStep(text, 4, 'day 2 09:30');
  expect(moved).toBe(text.replace('day 1 20:00', 'day 2 09:30'));
});

test('lets nothing in that would end the entry', () => {
  expect(moveStep(text, 3, '+1h }, {')).toBe(text.replace('+2h', '+1h  '));
});
