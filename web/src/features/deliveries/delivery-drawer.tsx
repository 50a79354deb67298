import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Contest } from '../../components/contest';
import { DeliveryState } from '../../components/delivery-state';
import { MemberName } from '../../components/member-name';
import { fullTime } from '../../lib/format';
import { isTextKey, useSay, word } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { DeliveryView } from '../../lib/types';
import { share } from '../../lib/values';

interface DeliveryDrawerProps {
  readonly delivery: DeliveryView | null;
  readonly onClose: () => void;
}

/** One delivery in full: its state and why, what the customer reads, and every time that matters. */
export function DeliveryDrawer({ delivery, onClose }: DeliveryDrawerProps) {
  const say = useSay();
  return (
    <Drawer title={say('nav.deliveries')} open={delivery !== null} onClose={onClose} size="min(480px, 100vw)" destroyOnHidden>
      {delivery && <Delivery delivery={delivery} />}
    </Drawer>
  );
}

function Delivery({ delivery }: { readonly delivery: DeliveryView }) {
  const say = useSay();
  const sopTitle = useSopTitle();
  const hint = `delivery.${delivery.state}.hint`;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      say('deliveries.customer'),
      <Link key="customer" to={`/customers/${encodeURIComponent(delivery.customer)}`}>
        {delivery.customerName ?? say('customers.unnamed')}
      </Link>,
    ],
    [
      say('deliveries.sopName'),
      <Link key="sop" to={`/sops/${encodeURIComponent(delivery.sop)}`}>
        {delivery.sopTitle ?? delivery.sop}
      </Link>,
    ],
    [say('deliveries.step'), delivery.stepTitle ?? delivery.step],
    [say('deliveries.touchpoint'), delivery.kind === 'message' ? word(say, 'touchpoint', delivery.touchpoint) : word(say, 'kind', delivery.kind)],
    [say('deliveries.material'), delivery.contentText === null ? null : <code key="material">{delivery.content}</code>],
    [say('deliveries.arm'), delivery.arm === null ? null : say('deliveries.arm.drawn', { arm: delivery.arm, share: share(delivery.propensity ?? 0) })],
    [say('deliveries.member'), delivery.member === null ? null : <MemberName key="member" userid={delivery.member} />],
    [say('deliveries.planned'), fullTime(delivery.plannedAt)],
    [say('deliveries.due'), fullTime(delivery.dueAt)],
    [say('deliveries.expires'), fullTime(delivery.expiresAt)],
    [say('deliveries.updated'), fullTime(delivery.updatedAt)],
    [say('deliveries.run'), <code key="run">{delivery.run}</code>],
  ];
  return (
    <>
      <p className="drawer-state">
        <DeliveryState state={delivery.state} />
        {isTextKey(hint) && <span className="faint"> {say(hint)}</span>}
      </p>
      {delivery.reason !== null && (
        <p className="why why-not">
          {reasonSentence(say, delivery.reason, sopTitle)} <code className="faint">{delivery.reason}</code>
        </p>
      )}
      <p className="bubble">{delivery.contentText ?? delivery.content}</p>
      {delivery.contest !== null && (
        <section>
          <h3>{say('contest.title', { n: delivery.contest.contenders.length })}</h3>
          <Contest contest={delivery.contest} />
        </section>
      )}
      <dl className="pairs">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </>
  );
}
