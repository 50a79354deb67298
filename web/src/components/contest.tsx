import { Link } from 'react-router';
import { outcomeWord } from '../lib/acts';
import { count, shortTime } from '../lib/format';
import { useSay, type Say } from '../lib/i18n/i18n';
import { reasonSentence } from '../lib/reasons';
import { useSopTitle } from '../lib/sops';
import type { ContenderView, ContestView } from '../lib/types';
import { money, share } from '../lib/values';

/** The messages that wanted one slot: each with what it was thought to be worth, what came of it, and why the first went first. */
export function Contest({ contest }: { readonly contest: ContestView }) {
  const say = useSay();
  const sopTitle = useSopTitle();
  const most = Math.max(...contest.contenders.map((each) => Math.abs(each.value?.amount ?? 0)), Number.EPSILON);
  return (
    <div className="contest">
      <p className="small faint">
        {contest.wonBy === null ? say('contest.nobody') : wonBy(say, contest.wonBy)}
        {contest.learnedAt !== null && ` · ${say('contest.learnedAt', { time: shortTime(contest.learnedAt) })}`}
        {contest.segment !== '' && ` · ${say('contest.segment', { name: contest.segmentTitle ?? contest.segment })}`}
      </p>
      <ol>
        {contest.contenders.map((each) => (
          <li key={`${each.sop}/${each.step}`} className={each.outcome === 'sent' ? 'contender contender-won' : 'contender'}>
            <p>
              <Link to={`/sops/${encodeURIComponent(each.sop)}`}>{each.sopTitle ?? each.sop}</Link> · {each.stepTitle ?? each.step}{' '}
              <span className={`outcome outcome-${each.outcome}`}>{outcomeWord(say, each.outcome, 'send')}</span>
            </p>
            <Worth contender={each} most={most} />
            {each.reason !== null && (
              <p className="small faint">
                {reasonSentence(say, each.reason, sopTitle)}
                {each.until !== null && ` · ${say('contest.until', { time: shortTime(each.until) })}`}
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Value as a bar from the middle: what it earns to the right, what it costs to the left. */
function Worth({ contender, most }: { readonly contender: ContenderView; readonly most: number }) {
  const say = useSay();
  const { value, priority } = contender;
  if (value === null) return <p className="small faint">{say('contest.noValue', { priority: count(priority) })}</p>;
  const half = (Math.abs(value.amount) / most) * 50;
  return (
    <>
      <span className="worth" role="img" aria-label={say('contest.value', { value: money(value.amount) })}>
        <i
          className={value.amount < 0 ? 'worth-loss' : value.thin ? 'worth-thin' : 'worth-gain'}
          style={{ width: `${half.toFixed(1)}%`, left: `${(value.amount < 0 ? 50 - half : 50).toFixed(1)}%` }}
        />
      </span>
      <p className="small faint num">
        <b>{money(value.amount)}</b> · {say('contest.chances', { convert: share(value.convert), remove: share(value.delete), n: count(value.delivered) })}
        {value.thin && ` · ${say('contest.thin', { priority: count(priority) })}`}
      </p>
    </>
  );
}

function wonBy(say: Say, by: string): string {
  switch (by) {
    case 'class':
      return say('contest.won.class');
    case 'value':
      return say('contest.won.value');
    case 'priority':
      return say('contest.won.priority');
    default:
      return say('contest.won.name');
  }
}
