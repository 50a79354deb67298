import { describe, expect, it } from 'vitest';
import { gatherOutcomes } from './counts';

describe('outcomes', () => {
  it('are gathered with their reasons, the commonest first', () => {
    expect(gatherOutcomes({ sent: 5, skipped: 3, 'skipped:late': 1, 'skipped:when_false': 2 })).toEqual([
      { outcome: 'sent', total: 5, reasons: [] },
      { outcome: 'skipped', total: 3, reasons: [{ reason: 'when_false', count: 2 }, { reason: 'late', count: 1 }] },
    ]);
  });

  it('add up where only reasons are served', () => {
    expect(gatherOutcomes({ 'dropped:expired': 2, 'dropped:cap:day': 3 })).toEqual([
      { outcome: 'dropped', total: 5, reasons: [{ reason: 'cap:day', count: 3 }, { reason: 'expired', count: 2 }] },
    ]);
  });
});
