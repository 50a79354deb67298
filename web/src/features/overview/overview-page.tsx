import { Tag } from 'antd';
import { Loading } from '../../components/loading';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { paceText } from '../../lib/clock';
import { fullTime } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { IntakePanel } from './intake-panel';
import { LivePanel } from './live-panel';
import { LoopStrip } from './loop-strip';
import { MessagesPanel } from './messages-panel';
import { OtherTagsPanel } from './other-tags-panel';
import { StagesPanel } from './stages-panel';
import { WeComPanel } from './wecom-panel';
import { stagesGroup } from './stages';

export default function OverviewPage() {
  const say = useSay();
  const overview = api.useQuery('get', '/api/overview', {}, { refetchInterval: 2000 });
  if (overview.isPending) return <Loading />;
  // A poll that fails once keeps what was last seen, and says so above it.
  const view = overview.data;
  const lifecycle = view && stagesGroup(view.groups);
  return (
    <>
      <PageHeader
        title={say('overview.title')}
        subtitle={say('overview.subtitle')}
        extra={
          view?.clock.accelerated === true ? (
            <Tag color="gold" variant="filled" className="demo-time">
              {say('clock.business')} <span className="num">{fullTime(view.clock.now).slice(0, 16)}</span> ·{' '}
              {say('clock.accelerated', { pace: paceText(say, view.clock.rate) })}
            </Tag>
          ) : undefined
        }
      />
      {overview.isError && (
        <ProblemAlert
          error={overview.error}
          onRetry={() => {
            void overview.refetch();
          }}
        />
      )}
      {view && (
        <>
          <LoopStrip view={view} />
          <div className="grid grid-2-1">
            <StagesPanel group={lifecycle} customers={view.customers} />
            <MessagesPanel states={view.deliveries} />
          </div>
          <LivePanel samples={view.recent} />
          <div className="grid grid-2-1">
            <OtherTagsPanel groups={view.groups.filter((group) => group !== lifecycle)} />
            <div className="stack">
              <IntakePanel />
              <WeComPanel />
            </div>
          </div>
        </>
      )}
    </>
  );
}
