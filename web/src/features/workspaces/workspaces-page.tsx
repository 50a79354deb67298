import { Loading } from '../../components/loading';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { AddForm } from './add-form';

/** The workspaces of this installation, for its own administrators: which there are, where they stand, and a new one. */
export default function WorkspacesPage() {
  const say = useSay();
  const workspaces = api.useQuery('get', '/api/workspaces');
  const changed = () => {
    void workspaces.refetch();
  };
  return (
    <>
      <PageHeader title={say('workspaces.title')} subtitle={say('workspaces.subtitle')} />
      <div className="grid grid-2-1">
        <Panel title={say('workspaces.all')}>
          {workspaces.isPending && <Loading />}
          {workspaces.isError && <ProblemAlert error={workspaces.error} onRetry={changed} />}
          <ul className="plain">
            {workspaces.data?.items.map((workspace) => (
              <li key={workspace.name} className="workspace">
                <a href={workspace.path}>{workspace.name === 'default' ? say('workspaces.default') : workspace.name}</a>
                <span className="faint">{say('workspaces.accepted', { n: workspace.accepted })}</span>
                {!workspace.ready && <span className="faint">{say('workspaces.starting')}</span>}
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={say('workspaces.add')} hint={say('workspaces.add.hint')}>
          <AddForm onAdded={changed} />
        </Panel>
      </div>
    </>
  );
}
