import { LeftOutlined } from '@ant-design/icons';
import { Link, useParams, useSearchParams } from 'react-router';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { hasStatus } from '../../lib/problem';
import { useDraft } from '../../lib/use-draft';
import { DraftEditor } from './draft-editor';
import { isKind, templateOf, titleIn } from './kinds';

/** Works on the next version of a definition: text, what speaks against it, what it would do, publishing. */
export default function EditPage() {
  const say = useSay();
  const { sop, kind = 'sop', name = sop ?? '' } = useParams();
  const [query] = useSearchParams();
  const definitions = api.useQuery('get', '/api/definitions', {});
  const draft = useDraft(kind, name);
  // An old version was asked for; else the draft that is kept; else the version in force.
  const from = query.get('from');
  const number = kind === 'sop' && from !== null && /^\d+$/.test(from) ? Number(from) : 0;
  const old = api.useQuery('get', '/api/sops/{sop}/versions/{number}', { params: { path: { sop: name, number } } }, { enabled: number > 0 });
  const failed = [definitions, draft, old].find((asked) => asked.isError);
  if (failed !== undefined) {
    return hasStatus(failed.error, 404) ? (
      <Nothing text={say('versions.notFound')} hint={name}>
        <Link to="/sops">{say('nav.sops')}</Link>
      </Nothing>
    ) : (
      <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />
    );
  }
  if (definitions.data === undefined || draft.data === undefined || (number > 0 && old.data === undefined)) return <Loading />;
  const item = definitions.data.items.find((each) => each.kind === kind && each.name === name);
  const live = item === undefined ? '' : (definitions.data.files?.[item.path] ?? '');
  const kept = number > 0 ? null : draft.data;
  const start = kept?.text ?? old.data?.text ?? live;
  if (!isKind(kind) || name === '') {
    return (
      <Nothing text={say('versions.notFound')} hint={`${kind}/${name}`}>
        <Link to="/definitions">{say('nav.definitions')}</Link>
      </Nothing>
    );
  }
  const title = titleIn(live) ?? name;
  const isOfSop = sop !== undefined && item !== undefined;
  return (
    <>
      <Link to={isOfSop ? `/sops/${encodeURIComponent(name)}` : '/definitions'} className="back">
        <LeftOutlined aria-hidden /> {isOfSop ? title : say('nav.definitions')}
      </Link>
      <PageHeader
        title={say('versions.editTitle', { title })}
        subtitle={item === undefined ? say('definitions.editNew') : say('versions.editSubtitle', { n: item.version })}
      />
      <DraftEditor
        key={`${kind}/${name}/${String(number)}`}
        kind={kind}
        name={name}
        live={item?.version ?? 0}
        start={start === '' ? templateOf(kind, name) : start}
        isUntouched={number === 0}
        kept={kept}
        back={sop !== undefined ? `/sops/${encodeURIComponent(name)}` : '/definitions'}
      />
    </>
  );
}
