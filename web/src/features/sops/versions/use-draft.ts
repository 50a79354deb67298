import { useQuery } from '@tanstack/react-query';
import { fetchClient } from '../../../lib/api';
import type { DraftAnswer } from '../../../lib/types';

export const draftKey = (sop: string) => ['draft', 'sop', sop] as const;

/** The draft of an SOP; null where none is kept. Looked for among all: that there is none is the rule and no error. */
export function useDraft(sop: string) {
  return useQuery({
    queryKey: draftKey(sop),
    queryFn: async (): Promise<DraftAnswer | null> => {
      const { data } = await fetchClient.GET('/api/drafts', { params: { query: { limit: 500 } } });
      return data?.items.find((draft) => draft.kind === 'sop' && draft.name === sop) ?? null;
    },
  });
}
