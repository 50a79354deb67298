import { keepPreviousData } from '@tanstack/react-query';
import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { CursorPager } from '../../components/cursor-pager';
import { Loading } from '../../components/loading';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { TaskRow } from './task-row';

/** What advisors have yet to do, due first first. A message in the WeCom app leads here with its member chosen. */
export default function TasksPage() {
  const say = useSay();
  const [asked, ask] = useSearchParams();
  const member = asked.get('member') ?? undefined;
  const pages = useCursorPages(member ?? '');
  // Everybody's, for the members there are to choose from; of more than 500 open tasks only those of the first.
  const all = api.useQuery('get', '/api/tasks', { params: { query: { limit: 500 } } }, { refetchInterval: 15_000 });
  const list = api.useQuery(
    'get',
    '/api/tasks',
    { params: { query: { limit: 50, ...(member === undefined ? {} : { member }), ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }) } } },
    { placeholderData: keepPreviousData, refetchInterval: 5000 },
  );
  const members = [...new Set([...itemsOf(all.data).map((task) => task.member), member])].filter((name) => name != null).sort();
  return (
    <>
      <PageHeader title={say('tasks.title')} subtitle={say('tasks.subtitle')} />
      <Panel className="panel-list">
        <div className="filters">
          <Select
            className="filter-sop"
            allowClear
            placeholder={say('tasks.member')}
            aria-label={say('tasks.member')}
            value={member ?? null}
            onChange={(chosen: string | null | undefined) => {
              ask(chosen == null ? {} : { member: chosen });
            }}
            options={members.map((name) => ({ value: name, label: name }))}
          />
        </div>
        {list.isPending && <Loading />}
        {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.data.items.length === 0 && <p className="faint">{say('tasks.none')}</p>}
        <ul className="plain">
          {list.data?.items.map((task) => (
            <TaskRow key={task.id} task={task} onDone={() => void list.refetch()} />
          ))}
        </ul>
        <CursorPager pages={pages} next={list.data?.next} />
      </Panel>
    </>
  );
}
