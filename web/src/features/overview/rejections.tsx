import { CursorPager } from '../../components/cursor-pager';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { useSay } from '../../lib/i18n/i18n';

/** What intake refused, newest first: where, what was given, what is allowed. */
export function Rejections() {
  const say = useSay();
  const pages = useCursorPages('');
  const list = api.useQuery('get', '/api/intake/rejections', {
    params: { query: { limit: 20, ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }) } },
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <ProblemAlert error={list.error} />;
  if (list.data.items.length === 0) return <Nothing text={say('overview.rejections.none')} />;
  return (
    <>
      <ul className="rejections">
        {list.data.items.map((item) => (
          <li key={item.id}>
            <header>
              <code>{item.code}</code>
              <span className="faint">
                {item.source} · {say('overview.rejections.item', { n: item.item })} · <TimeText at={item.at} />
              </span>
            </header>
            <dl className="facts">
              <div>
                <dt>{say('problem.field')}</dt>
                <dd>
                  <code>{item.field}</code>
                </dd>
              </div>
              <div>
                <dt>{say('problem.given')}</dt>
                <dd>{item.given}</dd>
              </div>
              <div>
                <dt>{say('problem.allowed')}</dt>
                <dd>{item.allowed}</dd>
              </div>
            </dl>
            <pre className="json">{item.sample}</pre>
          </li>
        ))}
      </ul>
      <CursorPager pages={pages} next={list.data.next} />
    </>
  );
}
