import { LeftOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { CursorPager } from '../../components/cursor-pager';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { count, shortTime } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import type { Figure } from './figures';
import { Story } from './story';

/** A number that somebody has clicked. */
export interface Asked {
  readonly rehearsal: string;
  readonly draft: number;
  readonly figure: Figure;
  readonly title: string;
}

interface BehindDrawerProps {
  readonly asked: Asked | null;
  readonly onClose: () => void;
}

/** The customers behind a number, and one customer's whole story. */
export function BehindDrawer({ asked, onClose }: BehindDrawerProps) {
  return (
    <Drawer title={asked?.title} open={asked !== null} onClose={onClose} size="min(560px, 100vw)" destroyOnHidden>
      {asked && <Behind asked={asked} />}
    </Drawer>
  );
}

function Behind({ asked }: { readonly asked: Asked }) {
  const say = useSay();
  const [customer, setCustomer] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const pages = useCursorPages(JSON.stringify(asked));
  const list = api.useQuery('get', '/api/rehearsals/{id}/customers', {
    params: {
      path: { id: asked.rehearsal },
      query: { ...asked.figure, draft: asked.draft, limit: 25, ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }) },
    },
  });
  if (customer !== null) {
    return (
      <>
        <Button
          type="link"
          className="back"
          icon={<LeftOutlined aria-hidden />}
          onClick={() => {
            setCustomer(null);
          }}
        >
          {say('rehearse.backToCustomers')}
        </Button>
        <Story rehearsal={asked.rehearsal} draft={asked.draft} customer={customer.id} name={customer.name} />
      </>
    );
  }
  return (
    <>
      {list.isPending && <Loading />}
      {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && itemsOf(list.data).length === 0 && <Nothing text={say('rehearse.nobody')} />}
      <ul className="reh-customers">
        {itemsOf(list.data).map((one) => {
          const name = one.name ?? say('customers.unnamed');
          return (
            <li key={one.customer}>
              <button
                type="button"
                className="link strong"
                onClick={() => {
                  setCustomer({ id: one.customer, name });
                }}
              >
                {name}
              </button>
              <span className="faint small"> {one.customer}</span>
              <span className="faint small num">
                {shortTime(one.firstAt)}
                {one.times > 1 && ` · ${say('rehearse.times', { n: count(one.times) })}`}
              </span>
            </li>
          );
        })}
      </ul>
      <CursorPager pages={pages} next={list.data?.next} />
    </>
  );
}
