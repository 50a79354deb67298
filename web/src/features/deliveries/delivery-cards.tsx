import { DeliveryState } from '../../components/delivery-state';
import { TimeText } from '../../components/time-text';
import { useSay } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { DeliveryView } from '../../lib/types';

interface DeliveryCardsProps {
  readonly deliveries: readonly DeliveryView[];
  readonly onOpen: (delivery: DeliveryView) => void;
}

/** The list on a phone: one card a delivery. */
export function DeliveryCards({ deliveries, onOpen }: DeliveryCardsProps) {
  const say = useSay();
  const sopTitle = useSopTitle();
  return (
    <ul className="cards">
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <button
            type="button"
            className="card"
            onClick={() => {
              onOpen(delivery);
            }}
          >
            <span className="card-top">
              <DeliveryState state={delivery.state} />
              <span className="faint">
                <TimeText at={delivery.dueAt} />
              </span>
            </span>
            {delivery.reason !== null && <span className="card-line small why-line">{reasonSentence(say, delivery.reason, sopTitle)}</span>}
            <span className="card-line">
              <b>{delivery.customerName ?? say('customers.unnamed')}</b>{' '}
              <span className="faint">
                {delivery.sopTitle ?? delivery.sop} · {delivery.stepTitle ?? delivery.step}
              </span>
            </span>
            <span className="card-line clamp">{delivery.contentText ?? delivery.content}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
