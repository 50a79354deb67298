import { TimeText } from '../../components/time-text';
import { outcomeWord } from '../../lib/acts';
import { useSay, word } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { DecisionView } from '../../lib/types';

/** What was decided for the run, oldest first, and what arbitration said. */
export function Decisions({ decisions }: { readonly decisions: readonly DecisionView[] }) {
  const say = useSay();
  const sopTitle = useSopTitle();
  if (decisions.length === 0) return <p className="faint">{say('why.decisions.none')}</p>;
  return (
    <ol className="plain">
      {decisions.map((decision, index) => (
        // Decisions are only ever added at the end.
        <li key={index}>
          <div className="line">
            <span className="faint num">
              <TimeText at={decision.at} />
            </span>
            <b>{decision.stepTitle ?? decision.step}</b>
            <span className="faint">{word(say, 'act', decision.act)}</span>
            <span className={`outcome outcome-${decision.outcome}`}>{decision.outcome === 'waiting' ? say('path.waiting') : outcomeWord(say, decision.outcome, decision.act)}</span>
            {decision.arm !== null && <span className="chip">{say('sop.arm', { arm: decision.arm })}</span>}
          </div>
          <div className="truth-grounds small">
            {decision.reason !== null && <span className="why-not">{reasonSentence(say, decision.reason, sopTitle)}</span>}
            {decision.until !== null && (
              <span>
                {say('why.again')} <TimeText at={decision.until} />
              </span>
            )}
            {decision.dueAt !== null && (
              <span className="faint">
                {say('deliveries.due')} <TimeText at={decision.dueAt} />
              </span>
            )}
            {decision.expiresAt !== null && (
              <span className="faint">
                {say('deliveries.expires')} <TimeText at={decision.expiresAt} />
              </span>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
