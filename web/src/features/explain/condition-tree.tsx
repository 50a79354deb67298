import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Link } from 'react-router';
import { ConditionSentence } from '../../components/condition-sentence';
import { MemberName } from '../../components/member-name';
import { TimeText } from '../../components/time-text';
import { useSay, word } from '../../lib/i18n/i18n';
import type { ConditionView } from '../../lib/types';
import { TriggerText } from '../sops/trigger-text';

interface ConditionTreeProps {
  readonly customer: string;
  readonly condition: ConditionView;
  /** A trigger is told in other words than a condition. */
  readonly trigger?: boolean;
}

/** How a condition stands, down to the events, values and tags that make it so. */
export function ConditionTree({ customer, condition, trigger = false }: ConditionTreeProps) {
  const say = useSay();
  const Mark = condition.holds ? CheckCircleFilled : CloseCircleFilled;
  return (
    <div className="truth">
      <Mark className={condition.holds ? 'good' : 'bad'} aria-label={say(condition.holds ? 'why.holds' : 'why.fails')} />
      <div className="truth-body">
        <span className="strong">
          {trigger ? (
            <TriggerText trigger={condition.text} tree={condition.tree} />
          ) : condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'not' ? (
            say(`why.join.${condition.kind}`)
          ) : (
            <ConditionSentence tree={condition.tree} written={condition.text} />
          )}
        </span>
        <Grounds customer={customer} condition={condition} />
        {condition.parts.length > 0 && (
          <ul className="truth-parts">
            {condition.parts.map((part, index) => (
              // The parts stand in the definition's own order, which never changes while it is shown.
              <li key={index}>
                <ConditionTree customer={customer} condition={part} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** What the answer rests on, and when time alone would change it. */
function Grounds({ customer, condition }: ConditionTreeProps) {
  const say = useSay();
  const { events, value, since, contacts, nextChange } = condition;
  return (
    <div className="truth-grounds small">
      {condition.kind === 'attribute' && <span>{say('why.value', { value: value === null || value === undefined ? say('why.value.none') : written(value) })}</span>}
      {condition.kind === 'tag' && since !== null && (
        <span>
          {say('why.since')} <TimeText at={since} />
        </span>
      )}
      {contacts?.map((contact) => (
        <span key={contact.member}>
          <MemberName userid={contact.member} /> · {say(contact.state === 'friend' ? 'contact.friend' : contact.state === 'deleted_by_member' ? 'contact.deleted_by_member' : 'contact.deleted_by_customer')} ·{' '}
          <TimeText at={contact.since} />
        </span>
      ))}
      {events !== null && events.total === 0 && <span>{say(events.afterEntry ? 'why.events.noneSinceEntry' : 'why.events.none')}</span>}
      {events !== null && events.total > 0 && (
        <span>
          {say(events.afterEntry ? 'why.events.sinceEntry' : 'why.events', { n: events.total })}
          {events.newest.slice(0, 5).map((event) => (
            <Link key={event.id} className="truth-event" to={`/customers/${encodeURIComponent(customer)}?event=${encodeURIComponent(event.id)}`}>
              {word(say, 'event', event.name)} <TimeText at={event.occurredAt} />
            </Link>
          ))}
        </span>
      )}
      {nextChange !== null && (
        <span className="warn">
          {say(condition.holds ? 'why.until' : 'why.from')} <TimeText at={nextChange} />
        </span>
      )}
    </div>
  );
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
