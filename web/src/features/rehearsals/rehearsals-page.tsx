import { Button, Progress, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count, shortTime } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import type { RehearsalReport, RehearsalView } from '../../lib/types';
import { BehindDrawer, type Asked } from './behind-drawer';
import { RehearsalForm } from './rehearsal-form';
import { Report } from './report';

const watchedEveryMs = 1000;

/** What drafts would have done on the past, before anybody gets a message. */
export default function RehearsalsPage() {
  const say = useSay();
  const [asked, ask] = useSearchParams();
  const list = api.useQuery('get', '/api/rehearsals', { params: { query: { limit: 10 } } }, { refetchInterval: 5000 });
  const newest = itemsOf(list.data)[0];
  const id = asked.get('id') ?? newest?.id;
  const shown = api.useQuery(
    'get',
    '/api/rehearsals/{id}',
    { params: { path: { id: id ?? '' } } },
    { enabled: id !== undefined, refetchInterval: ({ state }) => (state.data?.state === 'running' ? watchedEveryMs : false) },
  );
  const show = (rehearsal: string) => {
    ask({ id: rehearsal }, { replace: true });
  };
  return (
    <>
      <PageHeader
        title={say('rehearse.title')}
        subtitle={say('rehearse.subtitle')}
        extra={
          itemsOf(list.data).length > 1 && (
            <Select
              aria-label={say('rehearse.earlier')}
              className="reh-select"
              value={id ?? null}
              options={itemsOf(list.data).map((each) => ({ value: each.id, label: `${shortTime(each.startedAt)} ${each.drafts.map((draft) => draft.title).join(' → ')}` }))}
              onChange={(value: string | null) => {
                if (value !== null) show(value);
              }}
            />
          )
        }
      />
      <RehearsalForm
        disabled={newest?.state === 'running'}
        onStarted={(view) => {
          show(view.id);
          void list.refetch();
        }}
      />
      {(list.isPending || (id !== undefined && shown.isPending)) && <Loading />}
      {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {shown.isError && <ProblemAlert error={shown.error} onRetry={() => void shown.refetch()} />}
      {list.data && id === undefined && (
        <Panel>
          <Nothing text={say('rehearse.none')} hint={say('rehearse.none.hint')} />
        </Panel>
      )}
      {shown.data && <Shown key={shown.data.id} view={shown.data} />}
    </>
  );
}

function Shown({ view }: { readonly view: RehearsalView }) {
  const say = useSay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const cancel = api.useMutation('post', '/api/rehearsals/{id}/cancel');
  const reports = view.drafts.flatMap((draft) => (draft.report === null ? [] : [draft.report])) as readonly RehearsalReport[];
  const [first] = reports;
  if (view.state === 'running') {
    return (
      <Panel title={say('rehearse.running')} hint={say('rehearse.running.hint')}>
        <div className="reh-progress">
          <Progress percent={Math.round(view.progress * 100)} />
          <Button loading={cancel.isPending} onClick={() => { cancel.mutate({ params: { path: { id: view.id } } }); }}>
            {say('rehearse.cancel')}
          </Button>
        </div>
      </Panel>
    );
  }
  if (first === undefined) {
    return (
      <Panel>
        <Nothing text={say(view.state === 'cancelled' ? 'rehearse.cancelled' : 'rehearse.failed')} hint={view.error ?? undefined} />
      </Panel>
    );
  }
  return (
    <>
      <p className="faint small reh-told">
        {say('rehearse.told', { events: count(first.events), customers: count(first.customers), from: view.from ?? say('rehearse.beginning'), to: view.to ?? say('rehearse.now') })}
      </p>
      <Report
        reports={reports}
        titles={view.drafts.map((draft) => draft.title)}
        onAsk={(figure, draft, title) => {
          // Of two drafts it is said whose customers these are.
          setAsked({ rehearsal: view.id, draft, figure, title: reports.length > 1 ? `${title} · ${view.drafts[draft]?.title ?? ''}` : title });
        }}
      />
      <BehindDrawer
        asked={asked}
        onClose={() => {
          setAsked(null);
        }}
      />
    </>
  );
}
