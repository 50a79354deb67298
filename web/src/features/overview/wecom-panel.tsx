import { Loading } from '../../components/loading';
import { MemberName } from '../../components/member-name';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';

/** How things stand with WeCom: whether it answers, what waits, and what a person has to settle. */
export function WeComPanel() {
  const say = useSay();
  const status = api.useQuery('get', '/api/wecom/status', {}, { refetchInterval: 5000 });
  if (status.isPending) {
    return (
      <Panel title={say('overview.wecom')}>
        <Loading />
      </Panel>
    );
  }
  if (status.isError) {
    return (
      <Panel title={say('overview.wecom')}>
        <ProblemAlert error={status.error} />
      </Panel>
    );
  }
  const view = status.data;
  const well = view.configured && view.tokenOk !== false && view.lastError === null;
  const verdict = !view.configured ? 'overview.wecom.off' : well ? 'overview.wecom.well' : 'overview.wecom.failing';
  return (
    <Panel title={say('overview.wecom')} hint={say('overview.wecom.hint')}>
      <p className={well ? 'verdict verdict-well' : 'verdict'}>{say(verdict)}</p>
      {view.lastError && (
        <p className="small">
          {say.language === 'zh' ? `${view.lastError.meaning}：${view.lastError.advice}` : view.lastError.english}{' '}
          <code className="faint">
            {view.lastError.api}
            {view.lastError.errcode !== null && ` ${String(view.lastError.errcode)}`}
          </code>
        </p>
      )}
      <dl className="facts facts-wide">
        <div>
          <dt>{say('overview.wecom.planned')}</dt>
          <dd className="num">{count(view.planned)}</dd>
        </div>
        <div>
          <dt>{say('overview.wecom.open')}</dt>
          <dd className="num">{count(view.openTasks)}</dd>
        </div>
        <div>
          <dt>{say('overview.wecom.callbacks')}</dt>
          <dd className="num">{count(view.callbacksWaiting)}</dd>
        </div>
        <div>
          <dt>{say('overview.wecom.unsettled')}</dt>
          <dd className={view.unsettledTasks.length > 0 ? 'num bad' : 'num'}>{count(view.unsettledTasks.length)}</dd>
        </div>
      </dl>
      {view.unsettledTasks.length > 0 && (
        <ul className="plain small">
          {view.unsettledTasks.map((task) => (
            <li key={task.id}>
              <b>
                <MemberName userid={task.member} />
              </b> · {say('common.items', { n: task.customers })} ·{' '}
              {say(task.state === 'ambiguous' ? 'overview.wecom.ambiguous' : 'overview.wecom.asking')}{' '}
              <code className="faint">{task.candidates.join(' ')}</code>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
