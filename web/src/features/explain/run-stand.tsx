import type { ReactNode } from 'react';
import { TimeText } from '../../components/time-text';
import { useSay } from '../../lib/i18n/i18n';
import { endSentence, forgottenSentence, reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { ExplainView } from '../../lib/types';

/** The answer in short: where this customer stands in the SOP, and what it waits for. */
export function RunStand({ view }: { readonly view: ExplainView }) {
  const say = useSay();
  const sopTitle = useSopTitle();
  const { run, forgotten } = view;
  return (
    <div className="stand">
      <p className={`stand-verdict stand-${run.state}`}>
        {say(`why.stand.${run.state === 'going' ? 'going' : run.state === 'ended' ? 'ended' : 'not_entered'}`)}
        {run.state === 'ended' && run.endReason !== null && (
          <>
            {say('common.colon')}
            {endSentence(say, run.endReason)}
          </>
        )}
        {run.heldOut === true && <span className="chip">{say('why.heldOut')}</span>}
        {view.pausedSince !== null && (
          <span className="chip">
            {say('why.pausedSince')} <TimeText at={view.pausedSince} />
          </span>
        )}
      </p>
      <dl className="facts">
        {run.startedAt !== null && (
          <Fact name={say('why.entered')}>
            <TimeText at={run.startedAt} />
          </Fact>
        )}
        {run.endedAt !== null && (
          <Fact name={say('why.left')}>
            <TimeText at={run.endedAt} />
          </Fact>
        )}
        {run.nextStep !== null && (
          <Fact name={say('customer.run.next')}>
            <b>{run.nextStepTitle ?? run.nextStep}</b>
            {run.nextAt !== null && (
              <>
                {' · '}
                <TimeText at={run.nextAt} />
              </>
            )}
          </Fact>
        )}
        {(run.waitsFor === 'event' || run.waitsFor === 'slot' || run.waitsFor === 'resumption') && (
          <Fact name={say('why.waits')}>
            {say(`why.waits.${run.waitsFor}`)}
            {run.deferredFor !== null && ` · ${reasonSentence(say, run.deferredFor, sopTitle)}`}
          </Fact>
        )}
        {run.windowEnds !== null && (
          <Fact name={say('sop.window')}>
            <TimeText at={run.windowEnds} />
          </Fact>
        )}
        {forgotten !== null && (
          <Fact name={say('why.forgotten')}>
            <TimeText at={forgotten.at} /> · <span className="why-not">{forgottenSentence(say, forgotten.reason)}</span>
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
