import { LeftOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { IdentityChip } from '../../components/identity-chip';
import { TagChip } from '../../components/tag-chip';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { hasStatus } from '../../lib/problem';
import { usePhone } from '../../lib/use-phone';
import { useEventNames } from './event-names';
import { Profile } from './profile';
import { Timeline } from './timeline';

export default function CustomerPage() {
  const { id = '' } = useParams();
  // Another customer is another page: what was chosen on one timeline must not act on the next.
  return <Customer key={id} id={id} />;
}

function Customer({ id }: { readonly id: string }) {
  const say = useSay();
  const phone = usePhone();
  const [side, setSide] = useState<'timeline' | 'profile'>('timeline');
  const [asked] = useSearchParams();
  const [focus, setFocus] = useState<string | null>(asked.get('event'));
  const customer = api.useQuery('get', '/api/customers/{id}', { params: { path: { id } } }, { refetchInterval: 5000 });
  const eventNames = useEventNames(id, customer.data?.lastEventAt);
  if (customer.isPending) return <Loading />;
  if (customer.data === undefined) {
    return hasStatus(customer.error, 404) ? (
      <Nothing text={say('customer.notFound')} hint={id}>
        <Link to="/customers">{say('nav.customers')}</Link>
      </Nothing>
    ) : (
      <ProblemAlert
        error={customer.error}
        onRetry={() => {
          void customer.refetch();
        }}
      />
    );
  }
  const view = customer.data;
  const find = (eventId: string) => {
    setFocus(eventId);
    setSide('timeline');
  };
  const stage = view.tags.find((tag) => tag.tag.startsWith('lifecycle/'));
  return (
    <>
      <Link to="/customers" className="back">
        <LeftOutlined aria-hidden /> {say('nav.customers')}
      </Link>
      <PageHeader
        title={view.name ?? say('customers.unnamed')}
        extra={
          <div className="person-facts">
            {stage && <TagChip tag={stage} />}
            <Link to={`/customers/${encodeURIComponent(id)}/why`}>{say('why.open')}</Link>
            <span className="faint">
              {say('customers.lastEvent')} <TimeText at={view.lastEventAt} relative />
            </span>
            <span className="faint">
              {say('customers.nextWakeUp')} <TimeText at={view.nextWakeUpAt} relative />
            </span>
          </div>
        }
      />
      <div className="chips person-identities">
        {view.identities.map((identity) => (
          <IdentityChip key={`${identity.kind}:${identity.value}`} {...identity} />
        ))}
      </div>
      {phone && (
        <Segmented
          block
          className="sides"
          value={side}
          onChange={setSide}
          options={[
            { value: 'timeline', label: say('customer.timeline') },
            { value: 'profile', label: say('customer.profile') },
          ]}
        />
      )}
      <div className="grid grid-1-2">
        {(!phone || side === 'profile') && <Profile customer={view} onFindEvent={find} eventNames={eventNames} />}
        {(!phone || side === 'timeline') && <Timeline customer={id} focus={focus} onFocus={setFocus} eventNames={eventNames} />}
      </div>
    </>
  );
}
