import { Link } from 'react-router';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { publisherText } from '../../lib/publisher-text';
import type { SopVersionView } from '../../lib/types';
import { useDraft } from '../../lib/use-draft';

/** The versions of an SOP, the runs that go by each, and the way to the next one. */
export function VersionsPanel({ sop }: { readonly sop: string }) {
  const say = useSay();
  const versions = api.useQuery('get', '/api/sops/{sop}/versions', { params: { path: { sop }, query: { limit: 50 } } }, { refetchInterval: 5000 });
  const draft = useDraft('sop', sop);
  const edit = `/sops/${encodeURIComponent(sop)}/edit`;
  return (
    <Panel
      title={say('versions.title')}
      hint={say('versions.hint')}
      extra={
        <Link to={edit} className="button-link">
          {say(draft.data ? 'versions.draft.continue' : 'versions.edit')}
        </Link>
      }
    >
      {draft.data && (
        <p className="note">
          {say('versions.draft.kept', { time: draft.data.savedAt.slice(0, 16).replace('T', ' '), by: publisherText(say, draft.data.by), n: draft.data.basedOn })}
          {draft.data.removes && <b className="warn"> {say('versions.draft.removes')}</b>}
          {draft.data.outdated && <b className="warn"> {say('versions.draft.outdated', { n: draft.data.liveVersion })}</b>}
        </p>
      )}
      {versions.isPending && <Loading />}
      {versions.isError && <ProblemAlert error={versions.error} onRetry={() => void versions.refetch()} />}
      <ol className="versions">
        {itemsOf(versions.data).map((version) => (
          <Version key={version.number} version={version} edit={edit} />
        ))}
      </ol>
    </Panel>
  );
}

function Version({ version, edit }: { readonly version: SopVersionView; readonly edit: string }) {
  const say = useSay();
  return (
    <li className={`version version-${version.state}`}>
      <span className="version-number num">{say('versions.number', { n: version.number })}</span>
      <span className="version-what">
        <span className={version.state === 'live' ? 'chip chip-stage' : 'chip'}>{say(version.closed ? 'versions.closed' : `versions.state.${version.state as 'live' | 'finishing' | 'past'}`)}</span>{' '}
        <TimeText at={version.publishedAt} /> <span className="faint">{publisherText(say, version.by)}</span>
        {version.note !== null && <span className="version-note">{version.note}</span>}
      </span>
      <span className="num">{say('versions.runs', { n: count(version.runs) })}</span>
      {version.state !== 'live' && <Link to={`${edit}?from=${String(version.number)}`}>{say('versions.take')}</Link>}
    </li>
  );
}
