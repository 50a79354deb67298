import { RightOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { StackedBar } from '../../components/stacked-bar';
import { api } from '../../lib/api';
import { total } from '../../lib/counts';
import { count, percent } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import type { SopSummary } from '../../lib/types';
import { endedParts, outcomeParts } from './bars';
import { TriggerText } from './trigger-text';

export default function SopsPage() {
  const say = useSay();
  const sops = api.useQuery('get', '/api/sops', { params: { query: { limit: 500 } } }, { refetchInterval: 5000 });
  return (
    <>
      <PageHeader title={say('sops.title')} subtitle={say('sops.subtitle')} />
      {sops.isPending && <Loading />}
      {sops.isError && (
        <ProblemAlert
          error={sops.error}
          onRetry={() => {
            void sops.refetch();
          }}
        />
      )}
      {sops.data && itemsOf(sops.data).length === 0 && (
        <Panel>
          <Nothing text={say('sops.empty')} hint={say('sops.empty.hint')} />
        </Panel>
      )}
      <ul className="sops">
        {itemsOf(sops.data).map((sop) => (
          <SopCard key={sop.id} sop={sop} />
        ))}
      </ul>
    </>
  );
}

function SopCard({ sop }: { readonly sop: SopSummary }) {
  const say = useSay();
  const goal = sop.ended['goal'] ?? 0;
  return (
    <li className="panel sop-card">
      <Link to={`/sops/${encodeURIComponent(sop.id)}`} className="sop-card-head">
        <span>
          <h2>
            {sop.title ?? sop.id} {sop.pausedSince !== null && <span className="chip">{say('sop.paused')}</span>}
          </h2>
          <span className="faint">
            <TriggerText trigger={sop.trigger} /> · {say('sops.steps', { n: sop.steps })}
          </span>
        </span>
        <RightOutlined aria-hidden className="faint" />
      </Link>
      <dl className="trio">
        <div>
          <dt>{say('sops.running')}</dt>
          <dd className="num">{count(sop.running)}</dd>
        </div>
        <div>
          <dt>{say('sops.started')}</dt>
          <dd className="num">{count(sop.started)}</dd>
        </div>
        <div title={say(sop.hasGoal ? 'sops.conversion.hint' : 'sops.conversion.none')}>
          <dt>{say('sops.conversion')}</dt>
          <dd className="num good">{sop.hasGoal ? percent(goal, sop.started) : '–'}</dd>
        </div>
      </dl>
      <div className="sop-bars">
        <div>
          <h3>{say('sops.ended')}</h3>
          {total(sop.ended) === 0 ? (
            <p className="faint">{say('sops.ended.none')}</p>
          ) : (
            <StackedBar label={say('sops.ended')} parts={endedParts(say, sop.ended)} legend />
          )}
        </div>
        <div>
          <h3>{say('sops.outcomes')}</h3>
          {total(sop.outcomes) === 0 ? (
            <p className="faint">{say('sops.outcomes.none')}</p>
          ) : (
            <StackedBar label={say('sops.outcomes')} parts={outcomeParts(say, sop.outcomes)} legend />
          )}
        </div>
      </div>
    </li>
  );
}
