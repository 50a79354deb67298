import { Progress } from 'antd';
import { TimeText } from '../../components/time-text';
import { count } from '../../lib/format';
import { isTextKey, useSay } from '../../lib/i18n/i18n';
import type { ExistingView } from '../../lib/types';
import { paceText, readPace } from './pace';
import { RefusedList } from './refused-list';

/** How letting them in goes, or went last. */
export function ExistingProgress({ view }: { readonly view: ExistingView }) {
  const say = useSay();
  const done = view.total - view.left;
  const state = `existing.state.${view.reason ?? view.state}`;
  return (
    <div className="existing-progress">
      <p className="existing-state">
        <b>{isTextKey(state) ? say(state) : view.state}</b>
        <span className="faint num">{paceText(say, readPace(view.pace))}</span>
      </p>
      <Progress
        percent={view.total === 0 ? 100 : Math.floor((done / view.total) * 100)}
        status={view.state === 'running' ? 'active' : view.state === 'done' ? 'success' : 'normal'}
        aria-label={say('existing.progress')}
      />
      <dl className="facts">
        <div>
          <dt>{say('existing.taken')}</dt>
          <dd className="num">{count(view.taken)}</dd>
        </div>
        <div>
          <dt>{say('existing.left')}</dt>
          <dd className="num">{count(view.left)}</dd>
        </div>
        <div>
          <dt>{say('existing.startedAt')}</dt>
          <dd>
            <TimeText at={view.startedAt} />
          </dd>
        </div>
        <div>
          <dt>{say(view.endedAt === null ? 'existing.expectedEnd' : 'existing.endedAt')}</dt>
          <dd>
            <TimeText at={view.endedAt ?? view.expectedEnd} />
          </dd>
        </div>
      </dl>
      <RefusedList title={say('existing.refused')} refused={view.refused} />
    </div>
  );
}
