import { Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { workspaceBase } from '../../lib/workspace';
import { CodePicture } from './code-picture';

/** Codes into customer groups 群活码: when five groups are full WeCom makes the next. */
export function GroupCodesPanel() {
  const say = useSay();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [groups, setGroups] = useState<string[]>([]);
  const codes = api.useQuery('get', '/api/group-codes', {}, { refetchInterval: 30_000 });
  const changed = () => {
    void codes.refetch();
  };
  const put = api.useMutation('put', '/api/group-codes/{name}', { onSuccess: changed });
  const remove = api.useMutation('delete', '/api/group-codes/{name}', { onSuccess: changed });
  return (
    <Panel title={say('groups.title')} hint={say('groups.hint')}>
      {(put.error ?? remove.error ?? codes.error) !== null && <ProblemAlert error={put.error ?? remove.error ?? codes.error} />}
      {codes.data?.items.length === 0 && <p className="faint">{say('groups.none')}</p>}
      {itemsOf(codes.data).map((code) => (
        <div key={code.name} className="channel-body link-row">
          <CodePicture name={code.name} source={`${workspaceBase}/api/group-codes/${encodeURIComponent(code.name)}/picture`} />
          <div className="webhook-body">
            <b>{code.title}</b> <code className="faint">{code.name}</code>
            <p className="small faint">
              {code.groups.join('、')}
              {code.autoCreate && ` · ${say('groups.autoCreate')}`}
            </p>
            <Popconfirm
              title={say('channels.remove.sure')}
              okText={say('channels.remove')}
              cancelText={say('channels.keep')}
              onConfirm={() => {
                remove.mutate({ params: { path: { name: code.name } } });
              }}
            >
              <Button size="small" danger>
                {say('channels.remove')}
              </Button>
            </Popconfirm>
          </div>
        </div>
      ))}
      <form
        className="declare"
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate({ params: { path: { name: name.trim() } }, body: { title: title.trim(), groups, autoCreate: true, baseName: title.trim(), baseNumber: 2 } });
        }}
      >
        <label>
          {say('channels.name')}
          <Input
            value={name}
            maxLength={30}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </label>
        <label>
          {say('channels.titleOf')}
          <Input
            value={title}
            maxLength={30}
            onChange={(event) => {
              setTitle(event.target.value);
            }}
          />
        </label>
        <label>
          {say('groups.groups')}
          <Select mode="tags" maxCount={5} value={groups} onChange={setGroups} />
        </label>
        <Button type="primary" htmlType="submit" loading={put.isPending} disabled={name.trim() === '' || title.trim() === '' || groups.length === 0}>
          {say('groups.save')}
        </Button>
      </form>
    </Panel>
  );
}
