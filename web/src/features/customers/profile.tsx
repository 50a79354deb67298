import { Tooltip } from 'antd';
import { Link } from 'react-router';
import { Panel } from '../../components/panel';
import { TimeText } from '../../components/time-text';
import { isTextKey, useSay, word } from '../../lib/i18n/i18n';
import type { CustomerDetail, RunView, TagView } from '../../lib/types';
import { Cause } from './cause';

interface ProfileProps {
  readonly customer: CustomerDetail;
  readonly onFindEvent: (eventId: string) => void;
}

/** Who this is right now: SOPs going on, tags with their cause, attributes, friendships. */
export function Profile({ customer, onFindEvent }: ProfileProps) {
  const say = useSay();
  return (
    <div className="profile">
      <Panel title={say('customer.runs')}>
        {customer.runs.length === 0 && <p className="faint">{say('customer.runs.none')}</p>}
        <ul className="plain">
          {customer.runs.map((run) => (
            <Run key={run.id} run={run} onFindEvent={onFindEvent} />
          ))}
        </ul>
      </Panel>
      <Panel title={say('customer.tags')}>
        {customer.tags.length === 0 && <p className="faint">{say('customer.tags.none')}</p>}
        <ul className="plain">
          {customer.tags.map((tag) => (
            <HeldTag key={tag.tag} tag={tag} onFindEvent={onFindEvent} />
          ))}
        </ul>
      </Panel>
      <Panel title={say('customer.attributes')}>
        {Object.keys(customer.attributes).length === 0 && <p className="faint">{say('customer.attributes.none')}</p>}
        <dl className="pairs">
          {Object.entries(customer.attributes).map(([name, value]) => (
            <div key={name}>
              <dt title={name}>{word(say, 'attribute', name)}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
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
                <span className="strong">{contact.member}</span>
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

function Run({ run, onFindEvent }: { readonly run: RunView; readonly onFindEvent: (eventId: string) => void }) {
  const say = useSay();
  return (
    <li className="run">
      <div className="line">
        <Link to={`/sops/${encodeURIComponent(run.sop)}`} className="strong">
          {run.title ?? run.sop}
        </Link>
        <Cause cause={run.cause} onFindEvent={onFindEvent} />
      </div>
      {run.nextStep === null ? (
        <p className="faint">{say('customer.run.noNext')}</p>
      ) : (
        <p className="run-next">
          {say('customer.run.next')} <b>{run.nextStep}</b>
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

function HeldTag({ tag, onFindEvent }: { readonly tag: TagView; readonly onFindEvent: (eventId: string) => void }) {
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
        <Cause cause={tag.cause} onFindEvent={onFindEvent} />
      </span>
    </li>
  );
}
