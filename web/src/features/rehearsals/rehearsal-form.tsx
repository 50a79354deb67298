import { Button, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import type { RehearsalView } from '../../lib/types';
import { DraftEditor } from './draft-editor';
import { isEmpty, noDraft, type Draft } from './drafts';
import { Refusals } from './refusals';

interface RehearsalFormProps {
  readonly disabled: boolean;
  readonly onStarted: (view: RehearsalView) => void;
}

/** What to rehearse, on which stretch, and what to compare it with. */
export function RehearsalForm({ disabled, onStarted }: RehearsalFormProps) {
  const say = useSay();
  const [mine, setMine] = useState<Draft>(noDraft);
  const [other, setOther] = useState<Draft>(noDraft);
  const [comparing, setComparing] = useState(false);
  const [against, setAgainst] = useState<'live' | 'asLive' | 'draft'>('live');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const start = api.useMutation('post', '/api/rehearsals', { onSuccess: onStarted });
  const bodyOf = (draft: Draft, name: string) => ({
    title: isEmpty(draft) ? say('rehearse.live') : name,
    files: Object.fromEntries(draft.files.map((file) => [file.path, file.text])),
    without: draft.without.map((sop) => `sop/${sop}`),
    asLive: false,
  });
  const begin = () => {
    const first = bodyOf(mine, say('rehearse.draft'));
    const second =
      against === 'asLive' ? { title: say('rehearse.asLive'), files: null, without: null, asLive: true } : bodyOf(against === 'live' ? noDraft : other, say('rehearse.second'));
    // Side by side, what is or was in force comes first: the second number is what the draft makes of it.
    const drafts = !comparing ? [first] : against === 'draft' ? [first, second] : [second, first];
    start.mutate({ body: { from: from === '' ? null : from, to: to === '' ? null : to, drafts, slotSeconds: null } });
  };
  return (
    <Panel title={say('rehearse.what')} hint={say('rehearse.what.hint')}>
      <div className="reh-stretch">
        <label>
          <span>{say('rehearse.from')}</span>
          <Input type="date" value={from} onChange={(event) => { setFrom(event.target.value); }} />
        </label>
        <label>
          <span>{say('rehearse.to')}</span>
          <Input type="date" value={to} onChange={(event) => { setTo(event.target.value); }} />
        </label>
        <Checkbox checked={comparing} onChange={(event) => { setComparing(event.target.checked); }}>
          {say('rehearse.compare')}
        </Checkbox>
        {comparing && (
          <Segmented
            value={against}
            options={[
              { value: 'live', label: say('rehearse.againstLive') },
              { value: 'asLive', label: say('rehearse.againstAsLive') },
              { value: 'draft', label: say('rehearse.againstDraft') },
            ]}
            onChange={setAgainst}
          />
        )}
      </div>
      <h3>{say('rehearse.draft')}</h3>
      <DraftEditor draft={mine} onChange={setMine} />
      {comparing && against === 'draft' && (
        <>
          <h3>{say('rehearse.second')}</h3>
          <DraftEditor draft={other} onChange={setOther} />
        </>
      )}
      {start.isError && (
        <>
          <ProblemAlert error={start.error} />
          <Refusals error={start.error} />
        </>
      )}
      <Button type="primary" className="reh-start" loading={start.isPending} disabled={disabled} onClick={begin}>
        {say(disabled ? 'rehearse.running' : 'rehearse.start')}
      </Button>
    </Panel>
  );
}
