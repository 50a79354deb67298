import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { DeliveryState } from '../../components/delivery-state';
import { MemberName } from '../../components/member-name';
import { TimeText } from '../../components/time-text';
import { useSay, word } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { DeliveryView } from '../../lib/types';

interface DeliveryTableProps {
  readonly deliveries: readonly DeliveryView[];
  readonly busy: boolean;
  readonly onOpen: (delivery: DeliveryView) => void;
}

export function DeliveryTable({ deliveries, busy, onOpen }: DeliveryTableProps) {
  const say = useSay();
  const sopTitle = useSopTitle();
  const columns: TableColumnsType<DeliveryView> = [
    {
      title: say('deliveries.state'),
      width: 220,
      render: (_, delivery) => (
        <>
          <button
            type="button"
            className="plain-button"
            onClick={() => {
              onOpen(delivery);
            }}
          >
            <DeliveryState state={delivery.state} />
          </button>
          {delivery.reason !== null && <div className="small why-line">{reasonSentence(say, delivery.reason, sopTitle)}</div>}
        </>
      ),
    },
    {
      title: say('deliveries.customer'),
      width: 130,
      render: (_, delivery) => (
        <Link to={`/customers/${encodeURIComponent(delivery.customer)}`} className="strong">
          {delivery.customerName ?? say('customers.unnamed')}
        </Link>
      ),
    },
    {
      title: say('deliveries.sop'),
      width: 210,
      render: (_, delivery) => (
        <>
          <Link to={`/sops/${encodeURIComponent(delivery.sop)}`}>{delivery.sopTitle ?? delivery.sop}</Link>
          <div className="small faint">
            {delivery.stepTitle ?? delivery.step} · {delivery.kind === 'message' ? word(say, 'touchpoint', delivery.touchpoint) : word(say, 'kind', delivery.kind)}
          </div>
        </>
      ),
    },
    {
      title: say('deliveries.content'),
      render: (_, delivery) => <span className="clamp">{delivery.contentText ?? delivery.content}</span>,
    },
    { title: say('deliveries.member'), width: 110, render: (_, delivery) => (delivery.member === null ? <span className="faint">–</span> : <MemberName userid={delivery.member} />) },
    {
      title: say('deliveries.due'),
      width: 120,
      render: (_, delivery) => (
        <>
          <TimeText at={delivery.dueAt} />
          <div className="small faint">
            {say('deliveries.updated')} <TimeText at={delivery.updatedAt} />
          </div>
        </>
      ),
    },
  ];
  return (
    <Table<DeliveryView>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={deliveries}
      pagination={false}
      loading={busy}
      scroll={{ x: 1040 }}
      onRow={(delivery) => ({
        className: 'row-link',
        onClick: (event) => {
          if ((event.target as HTMLElement).closest('a, button') === null) onOpen(delivery);
        },
      })}
    />
  );
}
