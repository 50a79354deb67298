import type { BarPart } from '../../components/stacked-bar';
import { outcomeWord } from '../../lib/acts';
import { gatherOutcomes } from '../../lib/counts';
import { deliveryStates } from '../../lib/delivery-states';
import { isTextKey, type Say } from '../../lib/i18n/i18n';
import { deliveryColor, endColor, otherColor, outcomeColor } from '../../lib/palette';
import { endSentence } from '../../lib/reasons';
import type { Counts } from '../../lib/types';

export function endedParts(say: Say, ended: Counts): readonly BarPart[] {
  return Object.entries(ended)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, value]) => ({ key: reason, label: endSentence(say, reason), value, color: endColor[reason] ?? otherColor }));
}

export function outcomeParts(say: Say, outcomes: Counts, act?: string): readonly BarPart[] {
  return gatherOutcomes(outcomes).map(({ outcome, total }) => ({
    key: outcome,
    label: outcomeWord(say, outcome, act),
    value: total,
    color: outcomeColor[outcome] ?? otherColor,
  }));
}

export function deliveryParts(say: Say, deliveries: Counts): readonly BarPart[] {
  const known: readonly string[] = deliveryStates;
  const order = (state: string) => (known.includes(state) ? known.indexOf(state) : known.length);
  return Object.entries(deliveries)
    .sort(([a], [b]) => order(a) - order(b))
    .map(([state, value]) => {
      const key = `delivery.${state}`;
      return { key: state, label: isTextKey(key) ? say(key) : state, value, color: deliveryColor[state] ?? otherColor };
    });
}
