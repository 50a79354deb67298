import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import { ProblemAlert } from '../../../components/problem-alert';
import { fetchClient } from '../../../lib/api';
import { useSay } from '../../../lib/i18n/i18n';
import { Impact } from './impact';
import { draftKey } from './use-draft';

const choices = ['pin', 'migrate', 'drain'] as const;
type Choice = (typeof choices)[number];

interface PublishPanelProps {
  readonly sop: string;
  /** The draft is kept and nothing speaks against it. */
  readonly ready: boolean;
  readonly untouched: boolean;
  /** Tells one content of the draft from another. */
  readonly savedAt: string;
}

/** What becomes of those who are on their way, what the publication would do to them, and the publication. */
export function PublishPanel({ sop, ready, untouched, savedAt }: PublishPanelProps) {
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [choice, setChoice] = useState<Choice>('pin');
  const [note, setNote] = useState('');
  const body = { drafts: [`sop/${sop}`], runs: { [sop]: choice } };
  const preview = useQuery({
    queryKey: ['preview', sop, savedAt, choice],
    queryFn: async () => (await fetchClient.POST('/api/drafts/preview', { body })).data ?? null,
    enabled: ready,
    gcTime: 0,
  });
  const publish = useMutation({
    mutationFn: () => fetchClient.POST('/api/drafts/publish', { body: { ...body, ...(note.trim() === '' ? {} : { note: note.trim() }) } }),
    onSuccess: async () => {
      client.setQueryData(draftKey(sop), null);
      await client.invalidateQueries();
      void navigate(`/sops/${encodeURIComponent(sop)}`);
    },
  });
  return (
    <Panel title={say('publish.title')} className="publish">
      <Radio.Group
        className="publish-choices"
        aria-label={say('publish.runs')}
        value={choice}
        onChange={(event) => {
          setChoice(event.target.value as Choice);
        }}
      >
        {choices.map((each) => (
          <Radio key={each} value={each}>
            <b>{say(`publish.${each}`)}</b>
            <span className="faint small publish-hint">{say(`publish.${each}.hint`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      <h3>{say('publish.impact')}</h3>
      {!ready && <p className="faint">{say(untouched ? 'publish.untouched' : 'publish.notReady')}</p>}
      {ready && preview.isFetching && <Loading />}
      {ready && preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
      {ready && !preview.isFetching && preview.data && <Impact preview={preview.data} sop={sop} />}
      <Input
        value={note}
        maxLength={200}
        aria-label={say('publish.note')}
        placeholder={say('publish.note')}
        onChange={(event) => {
          setNote(event.target.value);
        }}
      />
      {publish.isError && <ProblemAlert error={publish.error} />}
      <Button
        type="primary"
        block
        disabled={!ready || !preview.data || preview.isFetching}
        loading={publish.isPending}
        onClick={() => {
          publish.mutate();
        }}
      >
        {say('publish.do')}
      </Button>
    </Panel>
  );
}
