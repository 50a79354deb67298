import { word, type Say } from './i18n/i18n';

/** What nobody has to receive is done when it is decided; the rest is handed over. */
const doneAtOnce: ReadonlySet<string> = new Set(['tag', 'untag', 'set']);

/** What came of a step, in the word that fits its act. */
export function outcomeWord(say: Say, outcome: string, act?: string | null): string {
  return outcome === 'sent' && act != null && doneAtOnce.has(act) ? say('outcome.done') : word(say, 'outcome', outcome);
}
