import { SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { CursorPager } from '../../components/cursor-pager';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { useSay } from '../../lib/i18n/i18n';
import { usePhone } from '../../lib/use-phone';
import { CustomerCards } from './customer-cards';
import { CustomerTable } from './customer-table';
import { TagFilter } from './tag-filter';

/** How long a pause in typing means that the search is meant. */
const typingPauseMs = 300;

export default function CustomersPage() {
  const say = useSay();
  const phone = usePhone();
  // The question stands in the address, so that a list can be bookmarked and the browser's back button works.
  const [asked, ask] = useSearchParams();
  const q = asked.get('q') ?? '';
  const tag = asked.get('tag') ?? '';
  const pages = useCursorPages(`${q}|${tag}`);
  const list = api.useQuery(
    'get',
    '/api/customers',
    {
      params: {
        query: {
          limit: 25,
          ...(q === '' ? {} : { q }),
          ...(tag === '' ? {} : { tag }),
          ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }),
        },
      },
    },
    { placeholderData: keepPreviousData, refetchInterval: 10_000 },
  );
  const change = (name: 'q' | 'tag', value: string) => {
    ask(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: name === 'q' },
    );
  };
  const filtered = q !== '' || tag !== '';
  return (
    <>
      <PageHeader title={say('customers.title')} subtitle={say('customers.subtitle')} />
      <Panel className="panel-list">
        <div className="filters" role="search">
          <SearchBox
            value={q}
            onSearch={(value) => {
              change('q', value);
            }}
          />
          <TagFilter
            value={tag}
            onChange={(value) => {
              change('tag', value);
            }}
          />
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
            <Nothing text={say(filtered ? 'customers.noMatch' : 'customers.empty')} hint={filtered ? undefined : say('customers.empty.hint')}>
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
            <CustomerCards customers={list.data.items} />
          ) : (
            <CustomerTable customers={list.data.items} busy={list.isPlaceholderData} />
          ))}
        <CursorPager pages={pages} next={list.data?.next} />
      </Panel>
    </>
  );
}

function SearchBox({ value, onSearch }: { readonly value: string; readonly onSearch: (value: string) => void }) {
  const say = useSay();
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed.trim() === value) return;
    const pause = setTimeout(() => {
      onSearch(typed.trim());
    }, typingPauseMs);
    return () => {
      clearTimeout(pause);
    };
  }, [typed, value, onSearch]);
  return (
    <Input
      className="filter-search"
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      placeholder={say('customers.search')}
      aria-label={say('customers.search')}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
    />
  );
}
