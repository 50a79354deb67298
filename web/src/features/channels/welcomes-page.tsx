import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { Loading } from '../../components/loading';
import { PageHeader } from '../../components/page-header';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import type { WelcomeRuleView } from '../../lib/types';
import { EntranceTabs } from './entrance-tabs';
import { MediaPanel } from './media-panel';
import { WelcomeForm } from './welcome-form';
import { WelcomePreviewPanel } from './welcome-preview';
import { shiftText } from './shift-text';

/** Which welcome goes to whom: rules, media, and what somebody would get. */
export default function WelcomesPage() {
  const say = useSay();
  const [editing, setEditing] = useState<WelcomeRuleView | null>(null);
  const rules = api.useQuery('get', '/api/welcomes', { params: { query: { limit: 500 } } }, { refetchInterval: 5000 });
  const changed = () => {
    setEditing(null);
    void rules.refetch();
  };
  const remove = api.useMutation('delete', '/api/welcomes/{name}', { onSuccess: changed });
  return (
    <>
      <PageHeader title={say('welcomes.title')} subtitle={say('welcomes.subtitle')} />
      <EntranceTabs />
      <div className="grid grid-2-1">
        <Panel title={say('welcomes.rules')} hint={say('welcomes.rules.hint')}>
          {rules.isPending && <Loading />}
          {rules.isError && <ProblemAlert error={rules.error} onRetry={changed} />}
          {remove.error !== null && <ProblemAlert error={remove.error} />}
          {rules.data?.items.length === 0 && <p className="faint">{say('welcomes.none')}</p>}
          <ul className="plain">
            {rules.data?.items.map((rule) => (
              <li key={rule.name} className="webhook">
                <div className="webhook-body">
                  <b>{rule.name}</b> → <code>{rule.material}</code>
                  {rule.media.length > 0 && <span> + {rule.media.join('、')}</span>}
                  <p className="small faint">
                    {[
                      rule.channel === null ? say('welcomes.anyChannel') : say('welcomes.byChannel', { channel: rule.channel }),
                      rule.members.length === 0 ? say('welcomes.anyMember') : rule.members.join('、'),
                      rule.times.length === 0 ? say('welcomes.anyTime') : rule.times.map((time) => shiftText(say, time)).join('；'),
                    ].join(' · ')}
                  </p>
                </div>
                <div className="channel-actions">
                  <Button
                    size="small"
                    onClick={() => {
                      setEditing(rule);
                    }}
                  >
                    {say('channels.edit')}
                  </Button>
                  <Popconfirm
                    title={say('welcomes.remove.sure')}
                    okText={say('channels.remove')}
                    cancelText={say('channels.keep')}
                    onConfirm={() => {
                      remove.mutate({ params: { path: { name: rule.name } } });
                    }}
                  >
                    <Button size="small" danger>
                      {say('channels.remove')}
                    </Button>
                  </Popconfirm>
                </div>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={say(editing === null ? 'welcomes.new' : 'channels.edit')}>
          <WelcomeForm key={editing?.name ?? ''} rule={editing} onSaved={changed} />
        </Panel>
      </div>
      <div className="grid grid-2-1">
        <WelcomePreviewPanel />
        <MediaPanel />
      </div>
    </>
  );
}
