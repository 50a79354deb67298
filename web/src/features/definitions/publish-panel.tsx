import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api, fetchClient } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import type { DraftAnswer } from '../../lib/types';
import { Impact } from './impact';
import { isUnderWay } from './publication';
import { PublicationProgress } from './publication-progress';

type Choice = 'pin' | 'migrate' | 'drain';

// Where an SOP is taken away nobody enters anyway, and nothing is there to go on in: its runs end, or finish.
const ofChanges = [{ value: 'pin', text: 'publish.pin' }, { value: 'migrate', text: 'publish.migrate' }, { value: 'drain', text: 'publish.drain' }] as const;
const ofRemoval = [{ value: 'migrate', text: 'publish.end' }, { value: 'pin', text: 'publish.finish' }] as const;

interface PublishPanelProps {
  /** They are published together. */
  readonly drafts: readonly DraftAnswer[];
  /** They are kept and nothing speaks against them. */
  readonly ready: boolean;
  readonly untouched: boolean;
  readonly onPublished: () => void;
}

/** What becomes of those who are on their way, what the publication would do to them, and the publication. */
export function PublishPanel({ drafts, ready, untouched, onPublished }: PublishPanelProps) {
  const say = useSay();
  const client = useQueryClient();
  const sops = drafts.filter((draft) => draft.kind === 'sop');
  const choices = sops.length > 0 && sops.every((draft) => draft.removes) ? ofRemoval : ofChanges;
  const [chosen, setChosen] = useState<Choice | null>(null);
  const choice = chosen ?? choices[0].value;
  const [note, setNote] = useState('');
  const names = drafts.map((draft) => `${draft.kind}/${draft.name}`);
  const body = { drafts: names, runs: Object.fromEntries(sops.map((draft) => [draft.name, choice])) };
  const preview = useQuery({
    // Another content of a draft is another question.
    queryKey: ['preview', drafts.map((draft) => [draft.kind, draft.name, draft.savedAt]), choice],
    queryFn: async () => (await fetchClient.POST('/api/drafts/preview', { body })).data ?? null,
    enabled: ready,
    gcTime: 0,
  });
  const publication = api.useQuery('get', '/api/publication', {}, { refetchInterval: 1000 });
  const preparing = publication.data?.publication ?? null;
  const [waiting, setWaiting] = useState(false);
  const leave = useCallback(async () => {
    await client.invalidateQueries();
    onPublished();
  }, [client, onPublished]);
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
      {sops.length > 0 && (
        <Radio.Group
          className="publish-choices"
          aria-label={say('publish.runs')}
          value={choice}
          onChange={(event) => {
            setChosen(event.target.value as Choice);
          }}
        >
          {choices.map((each) => (
            <Radio key={each.value} value={each.value}>
              <b>{say(each.text)}</b>
              <span className="faint small publish-hint">{say(`${each.text}.hint`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      )}
      <h3>{say('publish.impact')}</h3>
      {!ready && <p className="faint">{say(untouched ? 'publish.untouched' : 'publish.notReady')}</p>}
      {ready && preview.isFetching && <Loading />}
      {ready && preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
      {ready && !preview.isFetching && preview.data && <Impact preview={preview.data} sops={sops.map((draft) => draft.name)} />}
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
