import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchClient } from './api';
import { ProblemError } from './problem';

export const sessionKey = ['session'] as const;

/** Whether this browser is signed in; false is an answer, not an error. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    staleTime: Infinity,
    queryFn: async () => {
      try {
        await fetchClient.GET('/api/session');
        return true;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return false;
        throw error;
      }
    },
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (password: string) => fetchClient.POST('/api/session', { body: { password } }),
    onSuccess: () => client.setQueryData(sessionKey, true),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => fetchClient.DELETE('/api/session'),
    onSuccess: () => {
      // What this person saw must not wait in memory for the next one.
      client.setQueryData(sessionKey, false);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    },
  });
}
