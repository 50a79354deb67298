import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import { ProblemAlert } from '../../../components/problem-alert';
import { api, fetchClient } from '../../../lib/api';
import { useSay } from '../../../lib/i18n/i18n';
import { Impact } from './impact';
import { isUnderWay } from './publication';
import { PublicationProgress } from './publication-progress';
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
  const publication = api.useQuery('get', '/api/publication', {}, { refetchInterval: 1000 });
  const preparing = publication.data?.publication ?? null;
  const [waiting, setWaiting] = useState(false);
  const leave = useCallback(async () => {
    client.setQueryData(draftKey(sop), null);
    await client.invalidateQueries();
    void navigate(`/sops/${encodeURIComponent(sop)}`);
  }, [client, navigate, sop]);
  const publish = useMutation({
    mutationFn: () =>
      fetchClient.POST('/api/drafts/publish', {
        body: { ...body, ...(note.trim() === '' ? {} : { note: note.trim() }) },
        headers: { Prefer: 'respond-async' },
      }),
    onSuccess: async ({ response }) => {
      if (response.status !== 202) return leave();
      await publication.refetch();
      setWaiting(true);
    },
  });
  const isLive = waiting && preparing?.state === 'live';
  useEffect(() => {
    if (isLive) void leave();
  }, [isLive, leave]);
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
      {preparing !== null && (waiting || isUnderWay(preparing)) && <PublicationProgress view={preparing} />}
      <Button
        type="primary"
        block
        disabled={!ready || !preview.data || preview.isFetching || isUnderWay(preparing)}
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
