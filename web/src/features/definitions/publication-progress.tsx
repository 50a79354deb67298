import { useMutation } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { ProblemAlert } from '../../components/problem-alert';
import { fetchClient } from '../../lib/api';
import { count } from '../../lib/format';
import { isTextKey, useSay } from '../../lib/i18n/i18n';
import type { PublicationView } from '../../lib/types';
import { isUnderWay, percentOf } from './publication';

/** How far a publication is that reads the history before it goes live, or what became of it. */
export function PublicationProgress({ view }: { readonly view: PublicationView }) {
  const say = useSay();
  const cancel = useMutation({ mutationFn: () => fetchClient.POST('/api/publication/cancel') });
  const state = `publication.${view.state}`;
  return (
    <div className="existing-progress" role="status">
      <p className="existing-state">
        <b>{isTextKey(state) ? say(state) : view.state}</b>
        <span className="faint num">{say('publication.rows', { read: count(view.rows), all: count(view.rowsInAll) })}</span>
      </p>
      {isUnderWay(view) && (
        <>
          <Progress percent={percentOf(view)} status="active" aria-label={say('publication.preparing')} />
          <p className="faint small">{say(view.begunAnew ? 'publication.begunAnew' : 'publication.hint')}</p>
        </>
      )}
      {view.state === 'failed' && <p className="warn">{view.reason}</p>}
      {cancel.isError && <ProblemAlert error={cancel.error} />}
      {view.state === 'preparing' && (
        <Button
          block
          loading={cancel.isPending}
          onClick={() => {
            cancel.mutate();
          }}
        >
          {say('publication.cancel')}
        </Button>
      )}
    </div>
  );
}
