import { LeftOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { hasStatus } from '../../lib/problem';
import type { ConditionView, ExplainView } from '../../lib/types';
import { ConditionTree } from './condition-tree';
import { Decisions } from './decisions';
import { RunStand } from './run-stand';
import { StepConditions } from './step-conditions';

/** Why an SOP does or does not do something for one customer: now, or at any instant so far. */
export default function WhyPage() {
  const say = useSay();
  const { id = '' } = useParams();
  const [asked, setAsked] = useSearchParams();
  const customer = api.useQuery('get', '/api/customers/{id}', { params: { path: { id } } });
  const sops = api.useQuery('get', '/api/sops', { params: { query: { limit: 500 } } });
  const all = itemsOf(sops.data);
  const sop = asked.get('sop') ?? customer.data?.runs[0]?.sop ?? all[0]?.id ?? '';
  const at = asked.get('at');
  const answer = api.useQuery(
    'get',
    '/api/customers/{id}/explain',
    { params: { path: { id }, query: { sop, ...(at === null ? {} : { at }) } } },
    { enabled: sop !== '' && customer.data !== undefined, refetchInterval: at === null ? 5000 : false, retry: false },
  );
  const ask = (change: Readonly<Record<string, string | null>>) => {
    setAsked((before) => {
      for (const [key, value] of Object.entries(change)) {
        if (value === null) before.delete(key);
        else before.set(key, value);
      }
      return before;
    });
  };
  const name = customer.data?.name ?? say('customers.unnamed');
  const failed = customer.error ?? sops.error;
  return (
    <>
      <Link to={`/customers/${encodeURIComponent(id)}`} className="back">
        <LeftOutlined aria-hidden /> {customer.data === undefined ? say('nav.customers') : name}
      </Link>
      <PageHeader title={say('why.title')} subtitle={say('why.subtitle')} />
      <div className="filters">
        <Select
          className="filter-sop"
          aria-label={say('why.sop')}
          value={sop === '' ? null : sop}
          options={all.map((each) => ({ value: each.id, label: each.title ?? each.id }))}
          showSearch={{ optionFilterProp: 'label' }}
          loading={sops.isPending}
          onChange={(value: string) => {
            ask({ sop: value });
          }}
        />
        <label className="why-at">
          {say('why.at')}{' '}
          <input
            type="datetime-local"
            value={(at ?? answer.data?.at ?? '').slice(0, 16)}
            onChange={(change) => {
              // In the workspace's zone, as all times are written here.
              const zone = /(Z|[+-]\d\d:\d\d)$/.exec(answer.data?.at ?? at ?? '')?.[0];
              if (change.target.value !== '' && zone !== undefined) ask({ sop, at: `${change.target.value}:00${zone}` });
            }}
          />
        </label>
        {at !== null && (
          <Button
            onClick={() => {
              ask({ at: null });
            }}
          >
            {say('why.now')}
          </Button>
        )}
      </div>
      {failed !== null ? (
        hasStatus(failed, 404) ? (
          <Nothing text={say('customer.notFound')} hint={id}>
            <Link to="/customers">{say('nav.customers')}</Link>
          </Nothing>
        ) : (
          <ProblemAlert
            error={failed}
            onRetry={() => {
              void customer.refetch();
              void sops.refetch();
            }}
          />
        )
      ) : sops.data !== undefined && all.length === 0 ? (
        <Nothing text={say('sops.empty')} hint={say('sops.empty.hint')} />
      ) : answer.isError ? (
        <ProblemAlert
          error={answer.error}
          onRetry={() => {
            void answer.refetch();
          }}
        />
      ) : answer.data === undefined ? (
        <Loading />
      ) : (
        <Answer view={answer.data} />
      )}
    </>
  );
}

function Answer({ view }: { readonly view: ExplainView }) {
  const say = useSay();
  const rules: readonly (readonly [string, ConditionView | null, boolean])[] = [
    [say('sops.trigger'), view.trigger, true],
    [say('sop.when'), view.when, false],
    [say('sop.goal'), view.goal, false],
    [say('sop.exit'), view.exit, false],
  ];
  return (
    <>
      <Panel title={view.title ?? view.sop} extra={<Link to={`/sops/${encodeURIComponent(view.sop)}`}>{say('why.seeSop')}</Link>}>
        <RunStand view={view} />
      </Panel>
      <div className="grid grid-why">
        <Panel title={say('why.conditions')} hint={say('why.conditions.hint')}>
          {rules.map(
            ([title, condition, trigger]) =>
              condition !== null && (
                <div key={title} className="truth-rule">
                  <h3>{title}</h3>
                  <ConditionTree customer={view.customer} condition={condition} trigger={trigger} />
                </div>
              ),
          )}
        </Panel>
        <div className="stack">
          <Panel title={say('why.decisions')} hint={say('why.decisions.hint')}>
            <Decisions decisions={view.decisions} />
          </Panel>
          <Panel title={say('why.steps')} hint={say('why.steps.hint')}>
            <StepConditions view={view} />
          </Panel>
        </div>
      </div>
    </>
  );
}
