import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { ProblemAlert } from '../../components/problem-alert';
import { outcomeWord } from '../../lib/acts';
import { fetchClient } from '../../lib/api';
import { useDefinitionNames } from '../../lib/definition-names';
import { fullTime } from '../../lib/format';
import { useSay, word, type Say } from '../../lib/i18n/i18n';
import { endSentence, forgottenSentence, pathSentence, reasonSentence } from '../../lib/reasons';
import type { TimelineEntry } from '../../lib/types';

interface StoryProps {
  readonly rehearsal: string;
  readonly draft: number;
  readonly customer: string;
  readonly name: string;
}

/** What a draft would have done with one customer, among everything that happened. Newest first. */
export function Story({ rehearsal, draft, customer, name }: StoryProps) {
  const say = useSay();
  const names = useDefinitionNames();
  const pages = useInfiniteQuery({
    queryKey: ['rehearsed', rehearsal, draft, customer],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data } = await fetchClient.GET('/api/rehearsals/{id}/customers/{customer}/story', {
        params: { path: { id: rehearsal, customer }, query: { draft, limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
      });
      if (data === undefined) throw new Error('The story came without a body.');
      return data;
    },
    getNextPageParam: (last) => last.next,
  });
  const entries = (pages.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <>
      <h3 className="reh-story-head">
        <Link to={`/customers/${encodeURIComponent(customer)}`}>{name}</Link> <span className="faint">{say('rehearse.story')}</span>
      </h3>
      {pages.isPending && <Loading />}
      {pages.isError && <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.data && entries.length === 0 && <Nothing text={say('timeline.empty')} />}
      <ol className="reh-story">
        {entries.map((entry) => (
          <li key={`${entry.kind}:${entry.id}`} className={entry.kind === 'event' ? 'reh-event' : undefined}>
            <time className="num faint small" dateTime={entry.at}>
              {fullTime(entry.at)}
            </time>
            <span>{sentence(say, entry, names.tag)}</span>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {say('common.more')}
        </Button>
      )}
    </>
  );
}

function sentence(say: Say, entry: TimelineEntry, tagTitle: (tag: string) => string): string {
  const sop = entry.title ?? entry.sop ?? '';
  const step = entry.stepTitle ?? entry.step ?? '';
  const reason = entry.reason ?? '';
  switch (entry.kind) {
    case 'event':
      return word(say, 'event', entry.name ?? '');
    case 'tag_entered':
      return say('rehearse.story.tagEntered', { tag: tagTitle(entry.tag ?? '') });
    case 'tag_left':
      return say('rehearse.story.tagLeft', { tag: tagTitle(entry.tag ?? '') });
    case 'run_started':
      return say('rehearse.story.started', { sop });
    case 'run_ended':
      return say('rehearse.story.ended', { sop, why: endSentence(say, reason) });
    case 'trigger_forgotten':
      return say('rehearse.story.forgotten', { sop, why: forgottenSentence(say, reason) });
    case 'path':
      return say('rehearse.story.path', { sop, step, why: pathSentence(say, reason) });
    case 'step': {
      const outcome = outcomeWord(say, entry.outcome ?? '', entry.act);
      const said = say('rehearse.story.step', { sop, step, content: entry.content ?? '', outcome });
      return reason === '' ? said : say('rehearse.story.because', { said, why: reasonSentence(say, reason) });
    }
    case 'merged':
      return say('rehearse.story.merged', { customer: entry.name ?? '' });
    default:
      return entry.kind;
  }
}
