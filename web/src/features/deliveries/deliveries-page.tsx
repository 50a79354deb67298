import { keepPreviousData } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { CursorPager } from '../../components/cursor-pager';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { useSay, word } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import type { DeliveryView } from '../../lib/types';
import { usePhone } from '../../lib/use-phone';
import { DeliveryCards } from './delivery-cards';
import { DeliveryDrawer } from './delivery-drawer';
import { DeliveryTable } from './delivery-table';
import { StateFilter } from './state-filter';

const kinds = ['message', 'task', 'invite', 'remove', 'call'] as const;
const filters = ['state', 'sop', 'kind', 'customer'] as const;

type Filter = (typeof filters)[number];

export default function DeliveriesPage() {
  const say = useSay();
  const phone = usePhone();
  const [asked, ask] = useSearchParams();
  const [open, setOpen] = useState<DeliveryView | null>(null);
  const chosen = Object.fromEntries(filters.flatMap((name) => (asked.get(name) ? [[name, asked.get(name)]] : []))) as Partial<Record<Filter, string>>;
  const pages = useCursorPages(JSON.stringify(chosen));
  const sops = api.useQuery('get', '/api/sops', { params: { query: { limit: 500 } } }, { staleTime: 30_000 });
  const list = api.useQuery(
    'get',
    '/api/deliveries',
    { params: { query: { limit: 25, ...chosen, ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }) } } },
    { placeholderData: keepPreviousData, refetchInterval: 5000 },
  );
  const change = (name: Filter, value: string | undefined) => {
    ask((before) => {
      const next = new URLSearchParams(before);
      if (value === undefined || value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  };
  const filtered = Object.keys(chosen).length > 0;
  return (
    <>
      <PageHeader title={say('deliveries.title')} subtitle={say('deliveries.subtitle')} />
      <Panel className="panel-list">
        <StateFilter
          value={chosen.state}
          counted={chosen.sop === undefined && chosen.customer === undefined && (chosen.kind === undefined || chosen.kind === 'message')}
          onChange={(state) => {
            change('state', state);
          }}
        />
        <div className="filters">
          <Select
            className="filter-sop"
            allowClear
            placeholder={say('deliveries.sop.filter')}
            aria-label={say('deliveries.sop.filter')}
            value={chosen.sop ?? null}
            loading={sops.isPending}
            onChange={(sop: string | null | undefined) => {
              change('sop', sop ?? undefined);
            }}
            options={itemsOf(sops.data).map((sop) => ({ value: sop.id, label: sop.title ?? sop.id }))}
          />
          <Select
            className="filter-kind"
            allowClear
            placeholder={say('deliveries.kind.filter')}
            aria-label={say('deliveries.kind.filter')}
            value={chosen.kind ?? null}
            onChange={(kind: string | null | undefined) => {
              change('kind', kind ?? undefined);
            }}
            options={kinds.map((kind) => ({ value: kind, label: word(say, 'kind', kind) }))}
          />
          {chosen.customer !== undefined && (
            <Tag
              closable
              onClose={() => {
                change('customer', undefined);
              }}
            >
              {say('deliveries.ofCustomer')} {list.data?.items[0]?.customerName ?? chosen.customer}
            </Tag>
          )}
        </div>
        {list.isError && (
          <ProblemAlert
            error={list.error}
            onRetry={() => {
              void list.refetch();
            }}
          />
        )}
        {list.isPending && <Loading />}
        {list.data &&
          (list.data.items.length === 0 ? (
            <Nothing text={say(filtered ? 'deliveries.noMatch' : 'deliveries.empty')} hint={filtered ? undefined : say('deliveries.empty.hint')}>
              {filtered && (
                <Button
                  onClick={() => {
                    ask({});
                  }}
                >
                  {say('customers.clear')}
                </Button>
              )}
            </Nothing>
          ) : phone ? (
            <DeliveryCards deliveries={list.data.items} onOpen={setOpen} />
          ) : (
            <DeliveryTable deliveries={list.data.items} busy={list.isPlaceholderData} onOpen={setOpen} />
          ))}
        <CursorPager pages={pages} next={list.data?.next} />
      </Panel>
      <DeliveryDrawer
        delivery={open}
        onClose={() => {
          setOpen(null);
        }}
      />
    </>
  );
}
