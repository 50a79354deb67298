import { useMemo } from 'react';
import { api } from '../lib/api';

/** As many as a list gives at once; members beyond go by their userid. */
const membersMax = 500;

/** A member by name, as in WeCom's address book; by userid while the name is not known. */
export function MemberName({ userid }: { readonly userid: string }) {
  const name = useMemberNames().get(userid);
  return name === undefined ? <>{userid}</> : <span title={userid}>{name}</span>;
}

/** Members' names by userid: read once, and again when a page is opened much later. */
export function useMemberNames(): ReadonlyMap<string, string> {
  const { data } = api.useQuery('get', '/api/wecom/members', { params: { query: { limit: membersMax } } }, { staleTime: 300_000 });
  return useMemo(() => new Map((data?.items ?? []).flatMap(({ userid, name }) => (name === null ? [] : [[userid, name] as const]))), [data]);
}
