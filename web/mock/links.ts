import type { LinkView } from '../src/lib/types.ts';
import { now } from './town.ts';

const links: readonly LinkView[] = [
  { id: 'cawcdea7783d7330c5', name: '直播间', url: 'https://work.weixin.qq.com/ca/cawcdea7783d7330c5', members: ['linxiaoyu', 'chenmo'], skipVerify: true, createdAt: now() },
];

const codes = [{ name: 'welfare', title: '福利群', groups: ['wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA'], autoCreate: true, baseName: '福利群', baseNumber: 2 }];

/** What the server says of acquisition links and group codes. */
export function linkAnswer(kind: string | undefined, name: string | undefined, part: string | undefined): { readonly status: number; readonly body: unknown } {
  if (part === 'picture') return { status: 404, body: { type: '/problems/channel.unknown', title: 'channel.unknown', status: 404 } };
  if (kind === 'group-codes') return { status: 200, body: name === undefined ? { items: codes, next: null } : codes[0] };
  if (name === 'quota') return { status: 200, body: { total: 1000, balance: 842, low: false, parts: [{ expiresAt: now(), balance: 842 }] } };
  if (part === 'statistics') return { status: 200, body: { clicks: 310, adds: 158 } };
  return { status: 200, body: name === undefined ? { items: links, next: null } : links[0] };
}
