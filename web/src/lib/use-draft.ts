import { useQuery } from '@tanstack/react-query';
import { fetchClient } from './api';
import type { DraftAnswer } from './types';

export const draftsKey = ['drafts'] as const;

/** Every draft that is kept. */
export function useDrafts() {
  return useQuery({
    queryKey: draftsKey,
    queryFn: async (): Promise<readonly DraftAnswer[]> => (await fetchClient.GET('/api/drafts', { params: { query: { limit: 500 } } })).data?.items ?? [],
  });
}

/** The draft of a definition; null where none is kept. Looked for among all: that there is none is the rule and no error. */
export function useDraft(kind: string, name: string) {
  const drafts = useDrafts();
  return { ...drafts, data: drafts.data === undefined ? undefined : (drafts.data.find((draft) => draft.kind === kind && draft.name === name) ?? null) };
}
