import createFetchClient, { type Middleware } from 'openapi-fetch';
import createClient from 'openapi-react-query';
import type { paths } from './api.gen';
import { ProblemError, readProblem } from './problem';
import { workspaceBase } from './workspace';

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const problems: Middleware = {
  onRequest({ request }) {
    // A page of another site cannot set this header, so a stolen click changes nothing here.
    if (unsafe.has(request.method)) request.headers.set('X-Shiyu', '1');
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const body: unknown = await response.json().catch(() => null);
    throw new ProblemError(readProblem(response.status, body));
  },
  onError({ error }) {
    return error instanceof ProblemError
      ? error
      : new ProblemError({ type: 'about:blank', title: 'offline', status: 0 });
  },
};

export const fetchClient = createFetchClient<paths>({ baseUrl: (globalThis.location?.origin ?? '') + workspaceBase });
fetchClient.use(problems);

/** Typed queries and mutations over the generated client: `api.useQuery('get', '/api/overview')`. */
export const api = createClient(fetchClient);
