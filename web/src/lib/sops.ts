import { api } from './api';
import { itemsOf } from './items';
import type { StepView } from './types';

// Definitions change by the hour at most; a page that names SOPs need not ask for them at every turn.
const definitionsStayMs = 30_000;

/** SOPs by the titles that people know; an SOP that is not defined any more keeps its name. */
export function useSopTitle(): (sop: string) => string {
  const sops = api.useQuery('get', '/api/sops', { params: { query: { limit: 500 } } }, { staleTime: definitionsStayMs });
  return (sop) => itemsOf(sops.data).find((each) => each.id === sop)?.title ?? sop;
}

/** A step as it is defined now; undefined while it is not known. */
export function useStep(sop: string | null | undefined, step: string | null | undefined): StepView | undefined {
  const detail = api.useQuery(
    'get',
    '/api/sops/{sop}',
    { params: { path: { sop: sop ?? '' } } },
    { enabled: typeof sop === 'string' && typeof step === 'string', staleTime: definitionsStayMs, retry: false },
  );
  return detail.data?.steps.find((each) => each.id === step);
}
