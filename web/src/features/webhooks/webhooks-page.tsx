import { Loading } from '../../components/loading';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { DeadLetters } from './dead-letters';
import { DeclareForm } from './declare-form';
import { WebhookRow } from './webhook-row';

/** Other systems that SOPs write to: declared by name, and what could not be delivered to them. */
export default function WebhooksPage() {
  const say = useSay();
  const webhooks = api.useQuery('get', '/api/webhooks', { params: { query: { limit: 500 } } }, { refetchInterval: 5000 });
  const changed = () => {
    void webhooks.refetch();
  };
  return (
    <>
      <PageHeader title={say('webhooks.title')} subtitle={say('webhooks.subtitle')} />
      <div className="grid grid-2-1">
        <Panel title={say('webhooks.declared')}>
          {webhooks.isPending && <Loading />}
          {webhooks.isError && <ProblemAlert error={webhooks.error} onRetry={changed} />}
          {webhooks.data?.items.length === 0 && <p className="faint">{say('webhooks.none')}</p>}
          <ul className="plain">
            {webhooks.data?.items.map((webhook) => (
              <WebhookRow key={webhook.name} webhook={webhook} onRemoved={changed} />
            ))}
          </ul>
        </Panel>
        <Panel title={say('webhooks.declare')} hint={say('webhooks.declare.hint')}>
          <DeclareForm onDeclared={changed} />
        </Panel>
      </div>
      <DeadLetters />
    </>
  );
}
