import { Button, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import type { RehearsalView } from '../../lib/types';
import { DraftEditor } from './draft-editor';
import type { DraftFile } from './drafts';
import { Refusals } from './refusals';

interface RehearsalFormProps {
  readonly disabled: boolean;
  readonly onStarted: (view: RehearsalView) => void;
}

/** What to rehearse, on which stretch, and what to compare it with. */
export function RehearsalForm({ disabled, onStarted }: RehearsalFormProps) {
  const say = useSay();
  const [files, setFiles] = useState<readonly DraftFile[]>([]);
  const [others, setOthers] = useState<readonly DraftFile[]>([]);
  const [comparing, setComparing] = useState(false);
  const [against, setAgainst] = useState<'live' | 'draft'>('live');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const start = api.useMutation('post', '/api/rehearsals', { onSuccess: onStarted });
  const draftOf = (title: string, of: readonly DraftFile[]) => ({ title, files: Object.fromEntries(of.map((file) => [file.path, file.text])), without: null });
  const titleOf = (of: readonly DraftFile[], name: string) => (of.length === 0 ? say('rehearse.live') : name);
  const begin = () => {
    const first = draftOf(titleOf(files, say('rehearse.draft')), files);
    const second = draftOf(against === 'live' ? say('rehearse.live') : titleOf(others, say('rehearse.second')), against === 'live' ? [] : others);
    // Side by side, what is in force now comes first: the second number is what the draft makes of it.
    const drafts = !comparing ? [first] : against === 'live' ? [second, first] : [first, second];
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
              { value: 'draft', label: say('rehearse.againstDraft') },
            ]}
            onChange={setAgainst}
          />
        )}
      </div>
      <h3>{say('rehearse.draft')}</h3>
      <DraftEditor files={files} onChange={setFiles} />
      {comparing && against === 'draft' && (
        <>
          <h3>{say('rehearse.second')}</h3>
          <DraftEditor files={others} onChange={setOthers} />
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
