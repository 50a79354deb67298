import { QuestionCircleOutlined } from '@ant-design/icons';
import { Table, Tooltip, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import { IdentityChip } from '../../components/identity-chip';
import { TimeText } from '../../components/time-text';
import { useSay, word } from '../../lib/i18n/i18n';
import type { CustomerSummary } from '../../lib/types';
import { CustomerTags } from './customer-tags';

interface CustomerTableProps {
  readonly customers: readonly CustomerSummary[];
  readonly busy: boolean;
}

export function CustomerTable({ customers, busy }: CustomerTableProps) {
  const say = useSay();
  const go = useNavigate();
  const columns: TableColumnsType<CustomerSummary> = [
    {
      title: say('customers.name'),
      width: 150,
      render: (_, customer) => (
        <Link to={`/customers/${encodeURIComponent(customer.id)}`} className="strong">
          {customer.name ?? say('customers.unnamed')}
        </Link>
      ),
    },
    {
      title: say('customers.identities'),
      width: 320,
      render: (_, customer) => (
        <span className="chips">
          {customer.identities.slice(0, 1).map((identity) => (
            <IdentityChip key={`${identity.kind}:${identity.value}`} {...identity} />
          ))}
          {customer.identities.length > 1 && (
            <Tooltip title={customer.identities.slice(1).map((identity) => `${word(say, 'identity', identity.kind)} ${identity.value}`).join(' · ')}>
              <span className="faint num">+{customer.identities.length - 1}</span>
            </Tooltip>
          )}
        </span>
      ),
    },
    { title: say('customers.tags'), render: (_, customer) => <CustomerTags tags={customer.tags} /> },
    {
      title: say('customers.runs'),
      width: 100,
      render: (_, customer) =>
        customer.runs === 0 ? <span className="faint">–</span> : <span className="num">{say('customers.runs.n', { n: customer.runs })}</span>,
    },
    { title: say('customers.lastEvent'), width: 120, render: (_, customer) => <TimeText at={customer.lastEventAt} relative /> },
    {
      title: (
        <Tooltip title={say('customers.nextWakeUp.hint')}>
          {say('customers.nextWakeUp')} <QuestionCircleOutlined aria-hidden className="faint" />
        </Tooltip>
      ),
      width: 130,
      render: (_, customer) => <TimeText at={customer.nextWakeUpAt} relative />,
    },
  ];
  return (
    <Table<CustomerSummary>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={customers}
      pagination={false}
      loading={busy}
      scroll={{ x: 1020 }}
      onRow={(customer) => ({
        className: 'row-link',
        onClick: (event) => {
          // Links and copy buttons inside the row keep their own meaning.
          if ((event.target as HTMLElement).closest('a, button') === null) void go(`/customers/${encodeURIComponent(customer.id)}`);
        },
      })}
    />
  );
}
