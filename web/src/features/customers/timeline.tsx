import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Fragment, useEffect, useMemo, useRef, useState } from 'react';
import { Loading } from '../../components/loading';
import { Nothing } from '../../components/nothing';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { fetchClient } from '../../lib/api';
import { dayOf, weekdayOf } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { TimelineEntry } from '../../lib/types';
import { isDeletion, receivedBefore } from './before-leaving';
import { timelineKinds, type TimelineKind } from './timeline-kinds';
import { TimelineRow } from './timeline-row';

const pageSize = 50;

interface TimelineProps {
  readonly customer: string;
  /** An event to bring into view, loading further back until it is found. */
  readonly focus: string | null;
  readonly onFocus: (eventId: string | null) => void;
  readonly eventNames: ReadonlyMap<string, string>;
}

/** Everything that happened, everything decided because of it, and why not. Newest first. */
export function Timeline({ customer, focus, onFocus, eventNames }: TimelineProps) {
  const say = useSay();
  const { message } = App.useApp();
  const [kind, setKind] = useState<TimelineKind | null>(null);
  // An event that is looked for may be of any kind that is filtered out now.
  const asked = focus === null ? kind : null;
  const pages = useInfiniteQuery({
    queryKey: ['timeline', customer, asked],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data } = await fetchClient.GET('/api/customers/{id}/timeline', {
        params: {
          path: { id: customer },
          query: { limit: pageSize, ...(asked === null ? {} : { kind: asked }), ...(pageParam === null ? {} : { cursor: pageParam }) },
        },
      });
      if (data === undefined) throw new Error('The timeline came without a body.');
      return data;
    },
    getNextPageParam: (last) => last.next,
    // Someone reading far back is not disturbed, nor are their pages fetched again and again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : 5000),
  });
  const entries = useMemo(() => (pages.data?.pages ?? []).flatMap((page) => page.items), [pages.data]);
  const list = useRef<HTMLOListElement>(null);
  const found = focus !== null && entries.some((entry) => entry.kind === 'event' && entry.id === focus);
  const { hasNextPage, isFetching, fetchNextPage } = pages;

  useEffect(() => {
    if (focus === null || isFetching) return;
    if (found) {
      const row = list.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(focus)}"]`);
      row?.scrollIntoView({ block: 'center', behavior: 'smooth' });
      row?.focus({ preventScroll: true });
    } else if (hasNextPage) {
      void fetchNextPage();
    } else if (entries.length > 0) {
      void message.info(say('cause.notFound'));
      onFocus(null);
    }
  }, [focus, found, hasNextPage, isFetching, fetchNextPage, entries.length, message, say, onFocus]);

  return (
    <Panel title={say('customer.timeline')} className="timeline-panel">
      <div className="kinds" role="group" aria-label={say('timeline.filter')}>
        {[null, ...timelineKinds].map((each) => (
          <button
            key={each ?? 'all'}
            type="button"
            className={each === asked ? 'kind kind-chosen' : 'kind'}
            aria-pressed={each === asked}
            onClick={() => {
              onFocus(null);
              setKind(each);
            }}
          >
            {each === null ? say('common.all') : say(`timeline.kind.${each}`)}
          </button>
        ))}
      </div>
      {pages.isPending && <Loading />}
      {pages.isError && (
        <ProblemAlert
          error={pages.error}
          onRetry={() => {
            void pages.refetch();
          }}
        />
      )}
      {pages.data && entries.length === 0 && <Nothing text={say(asked === null ? 'timeline.empty' : 'timeline.empty.kind')} />}
      <ol className="timeline" ref={list}>
        {entries.map((entry, index) => (
          <Fragment key={`${entry.kind}:${entry.id}`}>
            {startsDay(entries, index) && <Day at={entry.at} />}
            <TimelineRow
              entry={entry}
              sameInstant={index > 0 && entries[index - 1]?.at === entry.at}
              focused={entry.kind === 'event' && entry.id === focus}
              received={isDeletion(entry) ? receivedBefore(entries, index, !hasNextPage) : undefined}
              eventNames={eventNames}
              onFindEvent={onFocus}
            />
          </Fragment>
        ))}
      </ol>
      {hasNextPage ? (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {say('common.more')}
        </Button>
      ) : (
        entries.length > 0 && <p className="timeline-end">{say('common.end')}</p>
      )}
    </Panel>
  );
}

function startsDay(entries: readonly TimelineEntry[], index: number): boolean {
  const before = entries[index - 1];
  const entry = entries[index];
  return entry !== undefined && (before === undefined || dayOf(before.at) !== dayOf(entry.at));
}

function Day({ at }: { readonly at: string }) {
  const say = useSay();
  const day = dayOf(at);
  return (
    <li className="day">
      <time dateTime={day}>{day}</time> {say('time.weekdayOf', { d: say('time.weekday').split(',')[weekdayOf(day)] ?? '' })}
    </li>
  );
}
