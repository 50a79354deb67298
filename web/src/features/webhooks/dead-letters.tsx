import { Button } from 'antd';
import { Link } from 'react-router';
import { CursorPager } from '../../components/cursor-pager';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { useSay } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';

/** What no receiver took, newest first. */
export function DeadLetters() {
  const say = useSay();
  const pages = useCursorPages('');
  const dead = api.useQuery(
    'get',
    '/api/dead-letters',
    { params: { query: { limit: 25, ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }) } } },
    { refetchInterval: 5000 },
  );
  const again = api.useMutation('post', '/api/dead-letters/{id}/again', {
    onSuccess: () => {
      void dead.refetch();
    },
  });
  const items = dead.data?.items ?? [];
  return (
    <Panel title={say('webhooks.dead')} hint={say('webhooks.dead.hint')} className="dead-letters">
      {dead.isError && <ProblemAlert error={dead.error} />}
      {again.error !== null && <ProblemAlert error={again.error} />}
      {dead.isSuccess && items.length === 0 && <p className="faint">{say('webhooks.dead.none')}</p>}
      <ul className="plain">
        {items.map((letter) => (
          <li key={letter.id} className="webhook">
            <div className="webhook-body">
              <b>{letter.webhook}</b>{' '}
              <Link to={`/sops/${encodeURIComponent(letter.sop)}`}>
                {letter.sop} / {letter.step}
              </Link>{' '}
              <Link to={`/customers/${encodeURIComponent(letter.customer)}`}>{letter.customer}</Link>
              <p className="small faint">
                {reasonSentence(say, `dead_letter:${letter.reason}`)} · {say('webhooks.tries', { n: letter.tries })} · <TimeText at={letter.diedAt} />
              </p>
            </div>
            <Button
              size="small"
              loading={again.isPending && again.variables.params.path.id === letter.id}
              onClick={() => {
                again.mutate({ params: { path: { id: letter.id } } });
              }}
            >
              {say('webhooks.again')}
            </Button>
          </li>
        ))}
      </ul>
      <CursorPager pages={pages} next={dead.data?.next} />
    </Panel>
  );
}
