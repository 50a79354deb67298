import { Link } from 'react-router';
import { Loading } from '../../components/loading';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { KeptDrafts } from './kept-drafts';
import { kinds, titleIn } from './kinds';
import { NewDrafts } from './new-drafts';

/** Everything that is defined, as the files that it is: each worked on as a draft, and published with what it would do in sight. */
export default function DefinitionsPage() {
  const say = useSay();
  const definitions = api.useQuery('get', '/api/definitions', {});
  const files = definitions.data?.files ?? {};
  return (
    <>
      <PageHeader title={say('definitions.title')} subtitle={say('definitions.subtitle')} />
      <NewDrafts />
      <KeptDrafts />
      {definitions.isPending && <Loading />}
      {definitions.isError && <ProblemAlert error={definitions.error} onRetry={() => void definitions.refetch()} />}
      {kinds.map((kind) => {
        const items = (definitions.data?.items ?? []).filter((item) => item.kind === kind);
        if (items.length === 0) return null;
        return (
          <Panel key={kind} title={say(`definitions.kind.${kind}`)} hint={count(items.length)}>
            <ul className="plain defined">
              {items.map((item) => {
                const title = titleIn(files[item.path] ?? '');
                return (
                  <li key={item.name}>
                    <Link to={`/definitions/${kind}/${item.name}`}>{title ?? item.name}</Link>
                    {title !== undefined && <code className="faint"> {item.name}</code>}
                    <span className="faint small num">{say('versions.number', { n: item.version })}</span>
                  </li>
                );
              })}
            </ul>
          </Panel>
        );
      })}
    </>
  );
}
