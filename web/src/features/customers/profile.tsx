import { Tooltip } from 'antd';
import { Link } from 'react-router';
import { MemberName } from '../../components/member-name';
import { Panel } from '../../components/panel';
import { TimeText } from '../../components/time-text';
import { isTextKey, useSay, word, type Say } from '../../lib/i18n/i18n';
import type { CustomerDetail, RunView, TagView } from '../../lib/types';
import { Cause } from './cause';

interface ProfileProps {
  readonly customer: CustomerDetail;
  readonly onFindEvent: (eventId: string) => void;
  readonly eventNames: ReadonlyMap<string, string>;
}

/** Who this is right now: SOPs going on, tags with their cause, attributes, friendships. */
export function Profile({ customer, onFindEvent, eventNames }: ProfileProps) {
  const say = useSay();
  return (
    <div className="profile">
      <Panel title={say('customer.runs')}>
        {customer.runs.length === 0 && <p className="faint">{say('customer.runs.none')}</p>}
        <ul className="plain">
          {customer.runs.map((run) => (
            <Run key={run.id} customer={customer.id} run={run} onFindEvent={onFindEvent} eventNames={eventNames} />
          ))}
        </ul>
      </Panel>
      <Panel title={say('customer.tags')}>
        {customer.tags.length === 0 && <p className="faint">{say('customer.tags.none')}</p>}
        <ul className="plain">
          {customer.tags.map((tag) => (
            <HeldTag key={tag.tag} tag={tag} onFindEvent={onFindEvent} eventNames={eventNames} />
          ))}
        </ul>
      </Panel>
      <Panel title={say('customer.attributes')}>
        {Object.keys(customer.attributes).length === 0 && <p className="faint">{say('customer.attributes.none')}</p>}
        <dl className="pairs">
          {Object.entries(customer.attributes).map(([name, value]) => (
            <div key={name}>
              <dt title={name}>{word(say, 'attribute', name)}</dt>
              <dd>{attributeText(say, name, value)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={say('customer.contacts')}>
        {customer.contacts.length === 0 && <p className="faint">{say('customer.contacts.none')}</p>}
        <ul className="plain">
          {customer.contacts.map((contact) => {
            const key = `contact.${contact.state}`;
            return (
              <li key={contact.member} className="line">
                <span className="strong"><MemberName userid={contact.member} /></span>
                <span className={contact.state === 'friend' ? 'good' : 'bad'}>{isTextKey(key) ? say(key) : contact.state}</span>
                <span className="faint">
                  <TimeText at={contact.since} />
                </span>
              </li>
            );
          })}
        </ul>
      </Panel>
      {customer.mergedFrom.length > 0 && (
        <Panel title={say('customer.merged')} hint={say('customer.merged.hint')}>
          <ul className="plain">
            {customer.mergedFrom.map((loser) => (
              <li key={loser}>
                <code>{loser}</code>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

/** A value that has a word of its own in that word; others as they came. */
function attributeText(say: Say, name: string, value: unknown): string {
  if (typeof value === 'boolean') return say(value ? 'common.yes' : 'common.no');
  if (typeof value !== 'string') return JSON.stringify(value);
  const key = `value.${name}.${value}`;
  return isTextKey(key) ? say(key) : value;
}

function Run({ customer, run, onFindEvent, eventNames }: Pick<ProfileProps, 'onFindEvent' | 'eventNames'> & { readonly customer: string; readonly run: RunView }) {
  const say = useSay();
  return (
    <li className="run">
      <div className="line">
        <Link to={`/sops/${encodeURIComponent(run.sop)}`} className="strong">
          {run.title ?? run.sop}
        </Link>
        <Cause cause={run.cause} onFindEvent={onFindEvent} eventNames={eventNames} />
        <Link to={`/customers/${encodeURIComponent(customer)}/why?sop=${encodeURIComponent(run.sop)}`} className="small">
          {say('why.open')}
        </Link>
      </div>
      {run.nextStep === null ? (
        <p className="faint">{say('customer.run.noNext')}</p>
      ) : (
        <p className="run-next">
          {say('customer.run.next')} <b>{run.nextStepTitle ?? run.nextStep}</b>
          {run.nextAt !== null && (
            <>
              {' · '}
              <TimeText at={run.nextAt} relative />
              <span className="faint">
                {' '}
                (<TimeText at={run.nextAt} />)
              </span>
            </>
          )}
        </p>
      )}
      <p className="faint small">
        <TimeText at={run.startedAt} /> →{' '}
        {run.windowEnds !== null && (
          <Tooltip title={say('sop.window')}>
            <span>
              <TimeText at={run.windowEnds} />
            </span>
          </Tooltip>
        )}
      </p>
    </li>
  );
}

function HeldTag({ tag, onFindEvent, eventNames }: Pick<ProfileProps, 'onFindEvent' | 'eventNames'> & { readonly tag: TagView }) {
  const say = useSay();
  const [group = '', name = tag.tag] = tag.tag.split('/');
  return (
    <li className="held">
      <span className={group === 'lifecycle' ? 'chip chip-stage' : 'chip'} title={tag.tag}>
        {tag.title ?? name}
      </span>
      <span className="faint small">
        {tag.groupTitle ?? group} · <TimeText at={tag.since} />
        {tag.by === 'hand' && ` · ${say('customer.by.hand')}`}
      </span>
      <span className="small">
        <Cause cause={tag.cause} onFindEvent={onFindEvent} eventNames={eventNames} />
      </span>
    </li>
  );
}
