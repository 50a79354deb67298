import { ConditionSentence } from '../../components/condition-sentence';
import { eventText } from '../../lib/condition-text';
import { durationText } from '../../lib/definitions';
import { useSay } from '../../lib/i18n/i18n';
import type { StepView } from '../../lib/types';
import { share } from '../../lib/values';

interface StepWaysProps {
  readonly step: StepView;
  readonly stepTitle: (id: string) => string;
}

/** Where a wait or branch leads, and what each arm of a split sends. */
export function StepWays({ step, stepTitle }: StepWaysProps) {
  const say = useSay();
  return (
    <>
      {step.ways.length > 0 && (
        <ul className="ways" aria-label={say('sop.ways')}>
          {step.ways.map((way, index) => (
            // The order of ways is the definition's own and never changes while it is shown.
            <li key={index}>
              <span className="way-if">
                {way.kind === 'met' && say('sop.way.met', { event: eventText(say, way.whenTree), d: durationText(say, way.within ?? '') })}
                {way.kind === 'timed_out' && say('sop.way.timed_out', { d: durationText(say, way.within ?? '') })}
                {way.kind === 'held' && <ConditionSentence tree={way.whenTree} written={way.when} />}
                {way.kind === 'otherwise' && say('sop.way.otherwise')}
              </span>
              <span className="way-to">→ {way.to === null ? say('sop.way.end') : stepTitle(way.to)}</span>
            </li>
          ))}
        </ul>
      )}
      {step.learns && <p className="small faint">{say('sop.arms.learned')}</p>}
      {step.arms.length > 0 && (
        <ul className="arms" aria-label={say('sop.arms')}>
          {step.arms.map((arm) => (
            <li key={arm.arm}>
              <b>{say('sop.arm', { arm: arm.arm })}</b>{' '}
              <span className="faint num">
                {arm.learned.length === 0
                  ? arm.share
                  : arm.learned.map((each) => `${each.segment === '' ? '' : `${each.segmentTitle ?? each.segment} `}${share(each.share)}`).join(' · ')}
              </span>
              {arm.content !== null && <p className="bubble">{arm.contentText ?? arm.content}</p>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
