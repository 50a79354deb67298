import {
  ApiOutlined,
  BranchesOutlined,
  ClockCircleOutlined,
  CustomerServiceOutlined,
  EditOutlined,
  MessageOutlined,
  QuestionOutlined,
  SwapRightOutlined,
  TagOutlined,
  UsergroupAddOutlined,
  UsergroupDeleteOutlined,
} from '@ant-design/icons';
import { Link } from 'react-router';
import { ConditionSentence } from '../../components/condition-sentence';
import { StackedBar } from '../../components/stacked-bar';
import { outcomeWord } from '../../lib/acts';
import { gatherOutcomes, total } from '../../lib/counts';
import { useDefinitionNames } from '../../lib/definition-names';
import { durationText, stepTimeText } from '../../lib/definitions';
import { count } from '../../lib/format';
import { useSay, word } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { StepView } from '../../lib/types';
import { deliveryParts, outcomeParts } from './bars';
import { Learned } from './learned';
import { StepWays } from './step-ways';
import { Stops } from './stops';

const icons: Readonly<Record<string, typeof TagOutlined>> = {
  send: MessageOutlined,
  task: CustomerServiceOutlined,
  tag: TagOutlined,
  untag: TagOutlined,
  set: EditOutlined,
  invite: UsergroupAddOutlined,
  remove: UsergroupDeleteOutlined,
  call: ApiOutlined,
  start: SwapRightOutlined,
  wait: ClockCircleOutlined,
  branch: BranchesOutlined,
};

interface StepRowProps {
  readonly sop: string;
  readonly step: StepView;
  /** A step's title by its id. */
  readonly stepTitle: (id: string) => string;
  /** Asks for the SOP again. */
  readonly onChanged: () => void;
}

/** One step on the path: when, what exactly, and what became of it so far. */
export function StepRow({ sop, step, stepTitle, onChanged }: StepRowProps) {
  const say = useSay();
  const Icon = icons[step.act] ?? QuestionOutlined;
  const reasons = gatherOutcomes(step.outcomes).flatMap(({ outcome, reasons: each }) =>
    each.map(({ reason, count: times }) => ({ outcome, reason, times })),
  );
  const names = useDefinitionNames();
  const sopTitle = useSopTitle();
  const content = step.act === 'tag' || step.act === 'untag' ? names.tag(step.content ?? '') : step.act === 'start' ? sopTitle(step.content ?? '') : step.content;
  const forks = step.ways.length > 0;
  const text = forks || step.arms.some((arm) => arm.content !== null) ? null : (step.contentText ?? content);
  const conditions = [
    step.when !== null && (
      <span key="when">
        {say('sop.step.when')} <ConditionSentence tree={step.whenTree} written={step.when} />
      </span>
    ),
    step.at !== null && !forks && (
      <span key="late">
        {say('sop.step.late')}{say('common.colon')}{say(step.late === 'send' ? 'sop.step.late.send' : 'sop.step.late.skip')}
      </span>
    ),
    step.expires !== null && (
      <span key="expires">
        {say('sop.step.expires')} {durationText(say, step.expires)}
      </span>
    ),
    step.end && <span key="end">{say('sop.step.end')}</span>,
  ].filter((each) => each !== false);
  return (
    <li className="path-node" data-step={step.id}>
      <span className="path-time">
        {stepTimeText(say, step.at)}
        {step.waiting > 0 && (
          <span className="waiting">
            <b className="num">{count(step.waiting)}</b> {say('sop.waiting')}
          </span>
        )}
      </span>
      <div className="path-body">
        <p className="path-title">
          <Icon aria-hidden className="path-icon" />
          <b>{step.title ?? step.id}</b>
          <span className="faint">
            {word(say, 'act', step.act)}
            {step.touchpoint !== null && ` · ${word(say, 'touchpoint', step.touchpoint)}`}
            {step.contentText !== null && step.content !== null && !forks && ` · ${step.content}`}
          </span>
        </p>
        {text !== null && (step.act === 'send' ? <p className="bubble">{text}</p> : <p className="path-text">{text}</p>)}
        <Stops step={step} onChanged={onChanged} />
        <StepWays step={step} stepTitle={stepTitle} />
        {conditions.length > 0 && <p className="small faint path-conditions">{conditions}</p>}
        {total(step.outcomes) === 0 ? (
          <p className="small faint">{say('sop.step.untouched')}</p>
        ) : (
          <>
            <h3>{say('sop.step.decided')}</h3>
            <StackedBar label={say('sop.step.decided')} parts={outcomeParts(say, step.outcomes, step.act)} legend />
          </>
        )}
        {reasons.length > 0 && (
          <ul className="reasons" aria-label={say('sop.step.reasons')}>
            {reasons.map(({ outcome, reason, times }) => (
              <li key={`${outcome}:${reason}`}>
                <b className="num">{count(times)}</b> {outcomeWord(say, outcome, step.act)}{say('common.colon')}{reasonSentence(say, reason, sopTitle)}
              </li>
            ))}
          </ul>
        )}
        {total(step.deliveries) > 0 && (
          <>
            <h3>
              {say('sop.step.fate')}{' '}
              <Link className="small" to={`/deliveries?sop=${encodeURIComponent(sop)}`}>
                {say('sop.seeDeliveries')}
              </Link>
            </h3>
            <StackedBar label={say('sop.step.fate')} parts={deliveryParts(say, step.deliveries)} legend />
          </>
        )}
        <Learned step={step} />
      </div>
    </li>
  );
}
