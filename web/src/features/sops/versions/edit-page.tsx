import { LeftOutlined } from '@ant-design/icons';
import { Link, useParams, useSearchParams } from 'react-router';
import { Loading } from '../../../components/loading';
import { Nothing } from '../../../components/nothing';
import { PageHeader } from '../../../components/page-header';
import { ProblemAlert } from '../../../components/problem-alert';
import { api } from '../../../lib/api';
import { useSay } from '../../../lib/i18n/i18n';
import { hasStatus } from '../../../lib/problem';
import { DraftEditor } from './draft-editor';
import { useDraft } from './use-draft';

/** Works on the next version of an SOP: text, what speaks against it, what it would do, publishing. */
export default function EditPage() {
  const say = useSay();
  const { sop: id = '' } = useParams();
  const [query] = useSearchParams();
  const sop = api.useQuery('get', '/api/sops/{sop}', { params: { path: { sop: id } } });
  const draft = useDraft(id);
  // An old version was asked for; else the draft that is kept; else the version in force.
  const from = query.get('from');
  const number = from !== null && /^\d+$/.test(from) ? Number(from) : (sop.data?.version ?? 0);
  const file = api.useQuery('get', '/api/sops/{sop}/versions/{number}', { params: { path: { sop: id, number } } }, { enabled: number > 0 });
  const back = (
    <Link to={`/sops/${encodeURIComponent(id)}`} className="back">
      <LeftOutlined aria-hidden /> {sop.data?.title ?? id}
    </Link>
  );
  const failed = [sop, draft, file].find((asked) => asked.isError);
  if (failed !== undefined) {
    return hasStatus(failed.error, 404) ? (
      <Nothing text={say('versions.notFound')} hint={id}>
        <Link to="/sops">{say('nav.sops')}</Link>
      </Nothing>
    ) : (
      <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />
    );
  }
  if (sop.data === undefined || draft.data === undefined || file.data === undefined) return <Loading />;
  const kept = from === null ? draft.data : null;
  return (
    <>
      {back}
      <PageHeader title={say('versions.editTitle', { title: sop.data.title ?? id })} subtitle={say('versions.editSubtitle', { n: sop.data.version })} />
      <DraftEditor key={from ?? 'draft'} sop={id} live={sop.data.version} start={kept?.text ?? file.data.text} kept={kept} />
    </>
  );
}
