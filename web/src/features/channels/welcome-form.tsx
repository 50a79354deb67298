import { AutoComplete, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { materialsIn } from '../../lib/definitions';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import type { WelcomeRuleView } from '../../lib/types';
import type { ShiftForm } from './channel-form-state';
import { ShiftRows } from './shift-rows';

interface WelcomeFormProps {
  /** Null for a new one. */
  readonly rule: WelcomeRuleView | null;
  readonly onSaved: () => void;
}

/** Writes or changes a welcome rule; what is left empty does not matter to it. */
export function WelcomeForm({ rule, onSaved }: WelcomeFormProps) {
  const say = useSay();
  const [name, setName] = useState(rule?.name ?? '');
  const [channel, setChannel] = useState(rule?.channel ?? '');
  const [members, setMembers] = useState<string[]>([...(rule?.members ?? [])]);
  const [times, setTimes] = useState<readonly ShiftForm[]>(rule?.times ?? []);
  const [material, setMaterial] = useState<string | null>(rule?.material ?? null);
  const [media, setMedia] = useState<string[]>([...(rule?.media ?? [])]);
  const put = api.useMutation('put', '/api/welcomes/{name}', { onSuccess: onSaved });
  const channels = api.useQuery('get', '/api/channels', { params: { query: { limit: 500 } } }, { staleTime: 30_000 });
  const definitions = api.useQuery('get', '/api/definitions', {}, { staleTime: 30_000 });
  const uploaded = api.useQuery('get', '/api/media', { params: { query: { limit: 500 } } }, { refetchInterval: 5000 });
  return (
    <form
      className="channel-form"
      onSubmit={(event) => {
        event.preventDefault();
        put.mutate({
          params: { path: { name: name.trim() } },
          body: { channel: channel.trim() === '' ? null : channel.trim(), members, times: times.map((time) => ({ ...time, days: [...time.days] })), material, media },
        });
      }}
    >
      <label>
        {say('welcomes.name')}
        <Input
          value={name}
          disabled={rule !== null}
          maxLength={30}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
      </label>
      <label>
        {say('welcomes.channel')}
        <AutoComplete
          value={channel}
          allowClear
          placeholder={say('welcomes.anyChannel')}
          options={itemsOf(channels.data).map((each) => ({ value: each.name, label: `${each.title}（${each.name}）` }))}
          onChange={(chosen: string | undefined) => {
            setChannel(chosen ?? '');
          }}
        />
      </label>
      <label>
        {say('welcomes.members')}
        <Select mode="tags" value={members} placeholder={say('welcomes.anyMember')} onChange={setMembers} />
      </label>
      <div>
        {say('welcomes.times')}
        <ShiftRows shifts={times} onChange={setTimes} />
      </div>
      <label>
        {say('welcomes.material')}
        <Select value={material} options={materialsIn(definitions.data?.files ?? {}).map((each) => ({ value: each, label: each }))} onChange={setMaterial} />
      </label>
      <label>
        {say('welcomes.media')}
        <Select mode="multiple" value={media} options={itemsOf(uploaded.data).map((each) => ({ value: each.name, label: each.name }))} onChange={setMedia} />
      </label>
      {put.error !== null && <ProblemAlert error={put.error} />}
      <Button type="primary" htmlType="submit" loading={put.isPending} disabled={name.trim() === '' || material === null}>
        {say('welcomes.save')}
      </Button>
    </form>
  );
}
