import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { materialsIn } from '../../lib/definitions';
import { requestOf, type ChannelForm as Form } from './channel-form-state';
import { MemberRows } from './member-rows';
import { WeekPicture } from './week-picture';

interface ChannelFormProps {
  readonly initial: Form;
  /** Whether the code is there already: its name is WeCom's state and stays. */
  readonly known: boolean;
  readonly onSaved: () => void;
}

/** Writes or changes a channel code. */
export function ChannelForm({ initial, known, onSaved }: ChannelFormProps) {
  const say = useSay();
  const [form, setForm] = useState(initial);
  const put = api.useMutation('put', '/api/channels/{name}', { onSuccess: onSaved });
  const groups = api.useQuery('get', '/api/tags', {}, { staleTime: 30_000 });
  const definitions = api.useQuery('get', '/api/definitions', {}, { staleTime: 30_000 });
  const change = (part: Partial<Form>) => {
    setForm({ ...form, ...part });
  };
  return (
    <form
      className="channel-form"
      onSubmit={(event) => {
        event.preventDefault();
        put.mutate({ params: { path: { name: form.name.trim() } }, body: requestOf(form) });
      }}
    >
      <div className="channel-form-two">
        <label>
          {say('channels.name')}
          <Input
            value={form.name}
            disabled={known}
            placeholder="store-qr"
            maxLength={30}
            onChange={(event) => {
              change({ name: event.target.value });
            }}
          />
          <span className="faint small">{say('channels.name.hint')}</span>
        </label>
        <label>
          {say('channels.titleOf')}
          <Input
            value={form.title}
            maxLength={30}
            onChange={(event) => {
              change({ title: event.target.value });
            }}
          />
        </label>
      </div>
      <h3>{say('channels.members')}</h3>
      <WeekPicture members={form.members} />
      <MemberRows
        members={form.members}
        onChange={(members) => {
          change({ members });
        }}
      />
      <div className="channel-form-two">
        <label>
          {say('channels.backups')}
          <Select
            mode="tags"
            value={[...form.backups]}
            onChange={(backups: string[]) => {
              change({ backups });
            }}
          />
          <span className="faint small">{say('channels.backups.hint')}</span>
        </label>
        <label>
          {say('channels.margin')}
          <InputNumber
            min={0}
            max={1000}
            value={form.margin}
            onChange={(margin) => {
              change({ margin: margin ?? 0 });
            }}
          />
          <span className="faint small">{say('channels.margin.hint')}</span>
        </label>
        <label>
          {say('channels.tags')}
          <Select
            mode="multiple"
            value={[...form.tags]}
            options={itemsOf(groups.data).flatMap((group) =>
              group.tags.map((tag) => ({ value: tag.tag, label: `${group.title ?? group.id} / ${tag.title ?? tag.tag}` })),
            )}
            onChange={(tags) => {
              change({ tags });
            }}
          />
        </label>
        <label>
          {say('channels.remark')}
          <Input
            value={form.remark}
            maxLength={20}
            placeholder="门店-{name}"
            onChange={(event) => {
              change({ remark: event.target.value });
            }}
          />
        </label>
        <label>
          {say('channels.welcome')}
          <Select
            allowClear
            value={form.welcome}
            placeholder={say('channels.welcome.usual')}
            options={materialsIn(definitions.data?.files ?? {}).map((name) => ({ value: name, label: name }))}
            onChange={(welcome: string | undefined) => {
              change({ welcome: welcome ?? null });
            }}
          />
        </label>
        <label className="channel-switch">
          {say('channels.skipVerify')}
          <Switch
            checked={form.skipVerify}
            onChange={(skipVerify) => {
              change({ skipVerify });
            }}
          />
        </label>
      </div>
      {put.error !== null && <ProblemAlert error={put.error} />}
      <Button type="primary" htmlType="submit" loading={put.isPending} disabled={form.name.trim() === '' || form.title.trim() === ''}>
        {say('channels.save')}
      </Button>
    </form>
  );
}
