import { Alert, Button, Progress } from 'antd';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { count, fullTime } from '../../lib/format';
import { isTextKey, useSay } from '../../lib/i18n/i18n';
import type { SyncPassView } from '../../lib/types';
import { progressOf } from './progress';

/** How the synchronisation stands: the pass under way, the last one, and when the next begins. */
export function SyncPanel() {
  const say = useSay();
  const sync = api.useQuery('get', '/api/wecom/sync', {}, { refetchInterval: (query) => (query.state.data?.running ? 1000 : 5000) });
  const start = api.useMutation('post', '/api/wecom/sync', { onSuccess: () => void sync.refetch() });
  const view = sync.data;
  const running = view?.running ?? null;
  return (
    <Panel
      title={say('contacts.sync')}
      hint={say('contacts.sync.hint')}
      extra={
        <Button
          type="primary"
          disabled={view?.configured !== true}
          loading={start.isPending || (running !== null && running.error === null)}
          onClick={() => {
            start.mutate({});
          }}
        >
          {say(running?.error != null ? 'contacts.sync.goOn' : 'contacts.sync.start')}
        </Button>
      }
    >
      {sync.isPending && <Loading />}
      {sync.isError && <ProblemAlert error={sync.error} />}
      {start.error !== null && <ProblemAlert error={start.error} />}
      {view?.configured === false && <Alert type="info" title={say('contacts.sync.off')} />}
      {running !== null && <Running pass={running} />}
      {view !== undefined && (
        <dl className="facts facts-wide">
          <div>
            <dt>{say('contacts.customers')}</dt>
            <dd className="num">{count(view.customers)}</dd>
          </div>
          <div>
            <dt>{say('contacts.members')}</dt>
            <dd className="num">{count(view.members)}</dd>
          </div>
        </dl>
      )}
      {view?.last != null && <Last pass={view.last} />}
      {view?.nextAt != null && (
        <p className="small faint">
          {say('contacts.sync.next')} <TimeText at={view.nextAt} />
        </p>
      )}
    </Panel>
  );
}

function Running({ pass }: { readonly pass: SyncPassView }) {
  const say = useSay();
  const phase = `contacts.phase.${pass.phase}`;
  return (
    <>
      <p>
        {say(pass.kind === 'initial' ? 'contacts.sync.initial' : 'contacts.sync.running')} · {isTextKey(phase) ? say(phase) : pass.phase}
      </p>
      <Progress percent={progressOf(pass)} status={pass.error === null ? 'active' : 'exception'} />
      <p className="small faint">{say('contacts.sync.read', { rows: count(pass.counts.rows), done: count(pass.membersDone), members: count(pass.members) })}</p>
      {pass.error !== null && <Alert type="error" title={say('contacts.sync.rests')} description={pass.error} />}
    </>
  );
}

function Last({ pass }: { readonly pass: SyncPassView }) {
  const say = useSay();
  const { rows, added, ended, tags, remarks, profiles, groups } = pass.counts;
  return (
    <>
      <p className="small">
        {say('contacts.sync.last')} <span className="num">{fullTime(pass.finishedAt ?? pass.updatedAt)}</span> ·{' '}
        {say('contacts.sync.found', { rows: count(rows), groups: count(groups), added: count(added), ended: count(ended), tags: count(tags), remarks: count(remarks), profiles: count(profiles) })}
      </p>
      {pass.namesError !== null && <Alert type="warning" title={say('contacts.sync.names')} description={pass.namesError} />}
    </>
  );
}
