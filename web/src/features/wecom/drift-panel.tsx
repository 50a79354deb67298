import { Link } from 'react-router';
import { CursorPager } from '../../components/cursor-pager';
import { MemberName } from '../../components/member-name';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useCursorPages } from '../../lib/cursor-pages';
import { fullTime } from '../../lib/format';
import { isTextKey, useSay, word } from '../../lib/i18n/i18n';
import type { DriftView } from '../../lib/types';

/** Where WeCom and we differed, newest first, why, and what repaired it. */
export function DriftPanel() {
  const say = useSay();
  const pages = useCursorPages('');
  const drift = api.useQuery(
    'get',
    '/api/wecom/drift',
    { params: { query: { limit: 20, ...(pages.cursor === undefined ? {} : { cursor: pages.cursor }) } } },
    { refetchInterval: 10_000 },
  );
  return (
    <Panel title={say('contacts.drift')} hint={say('contacts.drift.hint')}>
      {drift.isError && <ProblemAlert error={drift.error} />}
      {drift.data?.items.length === 0 && <p className="faint">{say('contacts.drift.none')}</p>}
      <ul className="plain">
        {drift.data?.items.map((one) => (
          <DriftLine key={one.id} drift={one} />
        ))}
      </ul>
      <CursorPager pages={pages} next={drift.data?.next} />
    </Panel>
  );
}

function DriftLine({ drift }: { readonly drift: DriftView }) {
  const say = useSay();
  const kind = `contacts.drift.${drift.kind}`;
  return (
    <li className="line">
      <span className="strong">{isTextKey(kind) ? say(kind) : drift.kind}</span>
      {drift.customer === null ? <code>{drift.externalUserid}</code> : <Link to={`/customers/${encodeURIComponent(drift.customer)}`}>{drift.customer}</Link>}
      {drift.member !== null && <MemberName userid={drift.member} />}
      {(drift.before !== null || drift.after !== null) && (
        <span className="faint">
          {drift.before ?? '–'} → {drift.after ?? '–'}
        </span>
      )}
      <span className="good">{say('contacts.drift.repaired', { event: word(say, 'event', drift.repair) })}</span>
      <span className="num faint">{fullTime(drift.at)}</span>
    </li>
  );
}
