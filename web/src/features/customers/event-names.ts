import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fetchClient } from '../../lib/api';
import { useSay, word } from '../../lib/i18n/i18n';

/** As many as the API gives at once; a cause further back is told by its id. */
const eventsMax = 500;

/** A customer's events by id, in words, for the causes that name them; read again when something new has happened. */
export function useEventNames(customer: string, lastEventAt: string | null | undefined): ReadonlyMap<string, string> {
  const say = useSay();
  const { data } = useQuery({
    queryKey: ['event-names', customer, lastEventAt],
    enabled: lastEventAt !== undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const { data: page } = await fetchClient.GET('/api/customers/{id}/timeline', { params: { path: { id: customer }, query: { kind: 'event', limit: eventsMax } } });
      return (page?.items ?? []).map((entry) => [entry.id, entry.name ?? entry.id] as const);
    },
  });
  return useMemo(() => new Map((data ?? []).map(([id, name]) => [id, word(say, 'event', name)])), [data, say]);
}
