import { Alert, Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import type { LinkView } from '../../lib/types';
import { workspaceBase } from '../../lib/workspace';
import { CodePicture } from './code-picture';

/** Acquisition links 获客链接, as WeCom has them. */
export function LinksPanel() {
  const say = useSay();
  const [name, setName] = useState('');
  const [members, setMembers] = useState<string[]>([]);
  const [channel, setChannel] = useState('');
  const links = api.useQuery('get', '/api/links', {}, { refetchInterval: 30_000, retry: false });
  const quota = api.useQuery('get', '/api/links/quota', {}, { refetchInterval: 60_000, retry: false });
  const changed = () => {
    void links.refetch();
  };
  const make = api.useMutation('post', '/api/links', { onSuccess: changed });
  const remove = api.useMutation('delete', '/api/links/{id}', { onSuccess: changed });
  return (
    <Panel
      title={say('links.links')}
      hint={quota.data === undefined ? say('links.links.hint') : say('links.quota', { balance: count(quota.data.balance), total: count(quota.data.total) })}
    >
      {quota.data?.low === true && <Alert type="warning" showIcon title={say('links.low')} />}
      {links.isPending && <Loading />}
      {links.isError && <ProblemAlert error={links.error} onRetry={changed} />}
      {(make.error ?? remove.error) !== null && <ProblemAlert error={make.error ?? remove.error} />}
      {links.data?.items.length === 0 && <p className="faint">{say('links.none')}</p>}
      <label className="links-channel">
        {say('links.channel')}
        <Input
          value={channel}
          placeholder="live-room"
          onChange={(event) => {
            setChannel(event.target.value);
          }}
        />
      </label>
      {itemsOf(links.data).map((link) => (
        <LinkRow
          key={link.id}
          link={link}
          channel={channel.trim()}
          onRemove={() => {
            remove.mutate({ params: { path: { id: link.id } } });
          }}
        />
      ))}
      <form
        className="declare"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ body: { name: name.trim(), members, skipVerify: true } });
        }}
      >
        <label>
          {say('links.name')}
          <Input
            value={name}
            maxLength={30}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </label>
        <label>
          {say('channels.members')}
          <Select mode="tags" value={members} onChange={setMembers} />
        </label>
        <Button type="primary" htmlType="submit" loading={make.isPending} disabled={name.trim() === '' || members.length === 0}>
          {say('links.make')}
        </Button>
      </form>
    </Panel>
  );
}

function LinkRow({ link, channel, onRemove }: { readonly link: LinkView; readonly channel: string; readonly onRemove: () => void }) {
  const say = useSay();
  const statistics = api.useQuery('get', '/api/links/{id}/statistics', { params: { path: { id: link.id } } }, { retry: false });
  const query = channel === '' ? '' : `?channel=${encodeURIComponent(channel)}`;
  const address = channel === '' ? link.url : `${link.url}?customer_channel=${encodeURIComponent(channel)}`;
  return (
    <div className="channel-body link-row">
      <CodePicture name={link.name} source={`${workspaceBase}/api/links/${encodeURIComponent(link.id)}/picture${query}`} />
      <div className="webhook-body">
        <b>{link.name}</b>
        <p>
          <code>{address}</code>
        </p>
        <p className="small faint">
          {link.members.join('、')}
          {statistics.data !== undefined && ` · ${say('links.figures', { clicks: count(statistics.data.clicks), adds: count(statistics.data.adds) })}`}
        </p>
        <Popconfirm title={say('links.remove.sure')} okText={say('channels.remove')} cancelText={say('channels.keep')} onConfirm={onRemove}>
          <Button size="small" danger>
            {say('channels.remove')}
          </Button>
        </Popconfirm>
      </div>
    </div>
  );
}
