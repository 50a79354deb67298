import { Link } from 'react-router';
import { DeliveryState } from '../../components/delivery-state';
import { useMemberNames } from '../../components/member-name';
import { outcomeWord } from '../../lib/acts';
import { useSay, word } from '../../lib/i18n/i18n';
import { endSentence, forgottenSentence, pathSentence, reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { TimelineEntry } from '../../lib/types';

/** What an entry says, as one sentence. */
export function EntrySentence({ entry }: { readonly entry: TimelineEntry }) {
  const say = useSay();
  const sopTitle = useSopTitle();
  const names = useMemberNames();
  const sop = entry.sop != null && (
    <Link to={`/sops/${encodeURIComponent(entry.sop)}`} className="strong">
      {entry.title ?? sopTitle(entry.sop)}
    </Link>
  );
  switch (entry.kind) {
    case 'event': {
      const name = entry.name ?? entry.id;
      const words = word(say, 'event', name);
      return (
        <>
          <b>{words}</b> {words !== name && <code className="faint">{name}</code>}
        </>
      );
    }
    case 'tag_entered':
    case 'tag_left':
      return (
        <>
          {say(entry.kind === 'tag_entered' ? 'timeline.tagEntered' : 'timeline.tagLeft')}{' '}
          <span className={entry.kind === 'tag_left' ? 'chip chip-left' : entry.tag?.startsWith('lifecycle/') === true ? 'chip chip-stage' : 'chip'} title={entry.tag ?? ''}>
            {entry.title ?? entry.tag}
          </span>
        </>
      );
    case 'run_started':
      return (
        <>
          {say('timeline.runStarted')} {sop}
        </>
      );
    case 'run_moved':
      return (
        <>
          {say('timeline.runMoved')} {sop}{' '}
          <span className="faint">{say(entry.step == null ? 'timeline.runMoved.done' : 'timeline.runMoved.next', { name: entry.name ?? '', step: entry.stepTitle ?? entry.step ?? '' })}</span>
        </>
      );
    case 'run_ended':
      return (
        <>
          {say('timeline.runEnded')} {sop}
          <Why text={endSentence(say, entry.reason ?? '')} tone={entry.reason === 'goal' ? 'good' : entry.reason === 'deleted' ? 'bad' : 'calm'} />
        </>
      );
    case 'trigger_forgotten':
      return (
        <>
          {say('timeline.triggerForgotten')} {sop}
          <Why text={forgottenSentence(say, entry.reason ?? '')} tone="not" />
        </>
      );
    case 'step':
      return (
        <>
          {sop} · {entry.act == null ? say('timeline.step') : word(say, 'act', entry.act)} <b>{entry.stepTitle ?? entry.step}</b>{' '}
          <span className={`outcome outcome-${entry.outcome ?? ''}`}>{outcomeWord(say, entry.outcome ?? '', entry.act)}</span>
          {entry.reason != null && <Why text={reasonSentence(say, entry.reason, sopTitle)} tone="not" />}
        </>
      );
    case 'path':
      return (
        <>
          {sop} · {word(say, 'act', entry.act ?? '')} <b>{entry.stepTitle ?? entry.step}</b>{' '}
          <span className="faint">{pathSentence(say, entry.reason ?? '')}</span>
        </>
      );
    case 'delivery':
      return (
        <>
          <DeliveryState state={entry.outcome ?? ''} /> {sop} {entry.step != null && <b>{entry.stepTitle ?? entry.step}</b>}
          {entry.member != null && <span className="faint"> {say(entry.outcome === 'delivered' || entry.outcome === 'confirmed' ? 'timeline.by' : 'timeline.with', { member: names.get(entry.member) ?? entry.member })}</span>}
          {entry.reason != null && <Why text={reasonSentence(say, entry.reason, sopTitle)} tone={entry.outcome === 'failed' ? 'bad' : 'not'} />}
        </>
      );
    case 'merged':
      return <>{say('timeline.merged')}</>;
    case 'definitions':
      return <>{say('timeline.definitions')}</>;
    default:
      return <>{entry.name ?? entry.title ?? entry.kind}</>;
  }
}

function Why({ text, tone }: { readonly text: string; readonly tone: 'good' | 'bad' | 'calm' | 'not' }) {
  return <span className={`why why-${tone}`}>{text}</span>;
}
