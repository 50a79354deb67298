import { expect, it } from 'vitest';
import { progressOf } from './progress';

it('grows from phase to phase and with the members that are read', () => {
  const steps = [
    { phase: 'members', members: 0, membersDone: 0 },
    { phase: 'tags', members: 500, membersDone: 0 },
    { phase: 'contacts', members: 500, membersDone: 0 },
    { phase: 'contacts', members: 500, membersDone: 250 },
    { phase: 'contacts', members: 500, membersDone: 500 },
    { phase: 'groups', members: 500, membersDone: 500 },
    { phase: 'done', members: 500, membersDone: 500 },
  ].map(progressOf);
  expect(steps).toEqual([1, 3, 5, 47, 90, 92, 100]);
});

it('does not divide by nobody', () => {
  expect(progressOf({ phase: 'contacts', members: 0, membersDone: 0 })).toBe(5);
});
