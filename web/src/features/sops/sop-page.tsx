import { LeftOutlined } from '@ant-design/icons';
import { Link, useParams } from 'react-router';
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
import { hasStatus } from '../../lib/problem';
import { endedParts } from './bars';
import { ExistingPanel } from './existing-panel';
import { Rules } from './rules';
import { StepRow } from './step-row';
import { TriggerText } from './trigger-text';
import { VersionsPanel } from './versions-panel';

/** One SOP as a customer lives through it: entry, each step at its time, the ways out. */
export default function SopPage() {
  const say = useSay();
  const { sop: id = '' } = useParams();
  const sop = api.useQuery('get', '/api/sops/{sop}', { params: { path: { sop: id } } }, { refetchInterval: 5000 });
  if (sop.isPending) return <Loading />;
  if (sop.data === undefined) {
    return hasStatus(sop.error, 404) ? (
      <Nothing text={say('sops.notFound')} hint={id}>
        <Link to="/sops">{say('nav.sops')}</Link>
      </Nothing>
    ) : (
      <ProblemAlert
        error={sop.error}
        onRetry={() => {
          void sop.refetch();
        }}
      />
    );
  }
  const view = sop.data;
  const goal = view.ended['goal'] ?? 0;
  return (
    <>
      <Link to="/sops" className="back">
        <LeftOutlined aria-hidden /> {say('nav.sops')}
      </Link>
      <PageHeader title={view.title ?? view.id} subtitle={view.title === null ? undefined : view.id} extra={view.pausedSince !== null && <span className="chip">{say('sop.pausedSince', { time: view.pausedSince.slice(0, 16).replace('T', ' ') })}</span>} />
      <div className="loop loop-3">
        <div className="figure">
          <span className="figure-name">{say('sops.started')}</span>
          <span className="figure-value num">{count(view.started)}</span>
        </div>
        <div className="figure">
          <span className="figure-name">{say('sops.running')}</span>
          <span className="figure-value num">{count(view.running)}</span>
        </div>
        <div className="figure">
          <span className="figure-name">{say('sops.conversion')}</span>
          <span className="figure-value num good">{view.goal === null ? '–' : percent(goal, view.started)}</span>
          <span className="figure-note">{say(view.goal === null ? 'sops.conversion.none' : 'sops.conversion.hint')}</span>
        </div>
      </div>
      <ExistingPanel key={view.id} sop={view.id} />
      <div className="grid grid-2-1">
        <Panel title={say('sop.path')}>
          <ol className="path">
            <li className="path-node path-end">
              <span className="path-time">{say('sop.entry')}</span>
              <div className="path-body">
                <TriggerText trigger={view.trigger} tree={view.triggerTree} />
                <span className="faint num"> · {say('sop.entry.people', { n: count(view.started) })}</span>
              </div>
            </li>
            {view.steps.map((step) => (
              <StepRow
                key={step.id}
                sop={view.id}
                step={step}
                stepTitle={(id) => view.steps.find((each) => each.id === id)?.title ?? id}
                onChanged={() => {
                  void sop.refetch();
                }}
              />
            ))}
            <li className="path-node path-end">
              <span className="path-time">{say('sop.finish')}</span>
              <div className="path-body">
                {total(view.ended) === 0 ? (
                  <span className="faint">{say('sops.ended.none')}</span>
                ) : (
                  <StackedBar label={say('sops.ended')} parts={endedParts(say, view.ended)} legend />
                )}
              </div>
            </li>
          </ol>
        </Panel>
        <div className="stack">
          <VersionsPanel sop={view.id} />
          <Rules sop={view} />
        </div>
      </div>
    </>
  );
}
