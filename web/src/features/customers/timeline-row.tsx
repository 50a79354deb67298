import { fullTime } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { palette } from '../../lib/palette';
import type { TimelineEntry } from '../../lib/types';
import { isDeletion, type Received } from './before-leaving';
import { Cause } from './cause';
import { DeletionStory } from './deletion-story';
import { EntryDetails } from './entry-details';
import { EntrySentence } from './entry-sentence';
import { lookOf } from './timeline-kinds';

/** An event that came later than this may have missed what it would have started; a shorter way is nobody's concern. */
const worthTellingMs = 3_600_000;

interface TimelineRowProps {
  readonly entry: TimelineEntry;
  /** The entry above has the same instant: the time is not told twice. */
  readonly sameInstant: boolean;
  readonly focused: boolean;
  /** Of a deletion: what the customer had received before it. */
  readonly received: Received | undefined;
  readonly eventNames: ReadonlyMap<string, string>;
  readonly onFindEvent: (eventId: string) => void;
}

export function TimelineRow({ entry, sameInstant, focused, received, eventNames, onFindEvent }: TimelineRowProps) {
  const say = useSay();
  const { icon: Icon, color } = lookOf(entry.kind);
  const late = entry.kind === 'event' && entry.receivedAt != null && Date.parse(entry.receivedAt) - Date.parse(entry.at) > worthTellingMs;
  return (
    <li
      className={`entry entry-${entry.kind}${focused ? ' entry-focused' : ''}${sameInstant ? ' entry-same' : ''}`}
      data-event={entry.kind === 'event' ? entry.id : undefined}
      data-kind={entry.kind}
      tabIndex={-1}
    >
      <time className="entry-time num" dateTime={entry.at} title={fullTime(entry.at)}>
        {sameInstant ? '' : entry.at.slice(11, 19)}
      </time>
      <span className="entry-icon" style={{ color: isDeletion(entry) ? palette.rose : color }}>
        <Icon aria-hidden />
      </span>
      <div className="entry-body">
        <p className="entry-sentence">
          <EntrySentence entry={entry} />{' '}
          <Cause cause={entry.cause} onFindEvent={onFindEvent} eventNames={eventNames} />
        </p>
        {late && <p className="small warn">{say('timeline.receivedLate', { time: fullTime(entry.receivedAt ?? '') })}</p>}
        {received && <DeletionStory at={entry.at} received={received} />}
        <EntryDetails entry={entry} />
      </div>
    </li>
  );
}
