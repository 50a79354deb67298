import { PlusOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { ChannelCard } from './channel-card';
import { ChannelForm } from './channel-form';
import { emptyForm, formOf, type ChannelForm as Form } from './channel-form-state';
import { ChannelStatistics } from './channel-statistics';
import { EntranceTabs } from './entrance-tabs';

/** Channel codes: who receives whoever scans them, and what came of it. */
export default function ChannelsPage() {
  const say = useSay();
  const [editing, setEditing] = useState<{ readonly form: Form; readonly known: boolean } | null>(null);
  const [figures, setFigures] = useState<string | null>(null);
  const channels = api.useQuery('get', '/api/channels', { params: { query: { limit: 500 } } }, { refetchInterval: 5000 });
  const changed = () => {
    setEditing(null);
    void channels.refetch();
  };
  return (
    <>
      <PageHeader
        title={say('channels.title')}
        subtitle={say('channels.subtitle')}
        extra={
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              setEditing({ form: emptyForm, known: false });
            }}
          >
            {say('channels.new')}
          </Button>
        }
      />
      <EntranceTabs />
      {channels.isPending && <Loading />}
      {channels.isError && <ProblemAlert error={channels.error} onRetry={changed} />}
      {channels.data?.items.length === 0 && <Nothing text={say('channels.none')} hint={say('channels.none.hint')} />}
      <div className="stack">
        {channels.data?.items.map((channel) => (
          <ChannelCard
            key={channel.name}
            channel={channel}
            onEdit={() => {
              setEditing({ form: formOf(channel), known: true });
            }}
            onFigures={() => {
              setFigures(channel.name);
            }}
            onRemoved={changed}
          />
        ))}
      </div>
      <Drawer
        open={editing !== null}
        size="min(760px, 100vw)"
        title={say(editing?.known === true ? 'channels.edit' : 'channels.new')}
        onClose={() => {
          setEditing(null);
        }}
        destroyOnHidden
      >
        {editing !== null && <ChannelForm key={editing.form.name} initial={editing.form} known={editing.known} onSaved={changed} />}
      </Drawer>
      <Drawer
        open={figures !== null}
        size="min(960px, 100vw)"
        title={say('channels.figures')}
        onClose={() => {
          setFigures(null);
        }}
        destroyOnHidden
      >
        {figures !== null && <ChannelStatistics name={figures} />}
      </Drawer>
    </>
  );
}
