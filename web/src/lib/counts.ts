import type { Counts } from './types';

/** One outcome with what was counted under its reasons. */
export interface OutcomeCount {
  readonly outcome: string;
  readonly total: number;
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Outcomes come as `sent` and as `skipped:late` beside `skipped`; this gathers each outcome with its reasons, largest first. */
export function gatherOutcomes(counts: Counts): readonly OutcomeCount[] {
  const plain = new Map<string, number>();
  const reasons = new Map<string, { reason: string; count: number }[]>();
  for (const [name, value] of Object.entries(counts)) {
    const colon = name.indexOf(':');
    if (colon < 0) {
      plain.set(name, value);
    } else {
      const outcome = name.slice(0, colon);
      reasons.set(outcome, [...(reasons.get(outcome) ?? []), { reason: name.slice(colon + 1), count: value }]);
    }
  }
  return [...new Set([...plain.keys(), ...reasons.keys()])].map((outcome) => {
    const why = (reasons.get(outcome) ?? []).sort((a, b) => b.count - a.count);
    return { outcome, total: plain.get(outcome) ?? why.reduce((sum, each) => sum + each.count, 0), reasons: why };
  });
}

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}
