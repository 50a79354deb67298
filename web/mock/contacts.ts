// WeCom's address book of the made-up town.
import type { components } from '../src/lib/api.gen.ts';
import { customers, now } from './town.ts';

type Schemas = components['schemas'];
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const members: readonly Schemas['MemberView'][] = [
  { userid: 'gu-wen-lin', name: '林小雨', status: 'serving', customers: 132 },
  { userid: 'gu-wen-zhao', name: '赵明轩', status: 'serving', customers: 96 },
  { userid: 'dao-gou-xu', name: null, status: 'not_serving', customers: 41 },
];

const groups: readonly Schemas['GroupView'][] = [
  { id: 'wr1', name: '护肤交流群 1', owner: 'gu-wen-lin', createdAt: '2026-01-10T10:00:00.000+08:00', state: 'normal', customers: 187, members: 2 },
  { id: 'wr2', name: '新品试用群', owner: 'gu-wen-zhao', createdAt: '2026-02-01T10:00:00.000+08:00', state: 'normal', customers: 64, members: 3 },
];

const begunAt = Date.now();
const counts = { rows: 269, added: 1, ended: 1, remarks: 1, tags: 2, profiles: 0, groups: 2 };

function sync(): Schemas['SyncView'] {
  const done = Math.min(3, Math.floor((Date.now() - begunAt) / 2000));
  const pass = { number: 7, kind: 'manual', phase: 'contacts', membersDone: done, members: 3, counts: { ...counts, rows: done * 90 }, startedAt: now(), updatedAt: now(), finishedAt: null, error: null, namesError: null };
  return {
    configured: true,
    running: done < 3 ? pass : null,
    last: { ...pass, number: 6, kind: 'daily', phase: 'done', membersDone: 3, counts, finishedAt: now() },
    nextAt: '2026-03-05T03:00:00.000+08:00',
    customers: customers.length,
    members: members.length,
  };
}

function drift(): readonly Schemas['DriftView'][] {
  const [first, second, third] = customers;
  const one = (id: string, kind: string, customer: string | undefined, member: string | null, before: string | null, after: string | null, repair: string) => ({
    id, at: now(), kind, externalUserid: `wm-${id}`, customer: customer ?? null, member, before, after, repair,
  });
  return [
    one('d1', 'missing', first?.id, 'gu-wen-lin', null, '王女士·门店', 'contact.added'),
    one('d2', 'ended', second?.id, 'gu-wen-zhao', '老客户', null, 'contact.deleted_by_member'),
    one('d3', 'remark', third?.id, 'gu-wen-lin', '李部长', '李总', 'contact.remark_changed'),
    one('d4', 'tags', third?.id, null, null, 'intent/serum', 'tag.set'),
  ];
}

export function contactAnswer(what: string | undefined, query: URLSearchParams, page: (all: readonly unknown[], query: URLSearchParams) => Answer): Answer {
  switch (what) {
    case 'members':
      return page(members, query);
    case 'groups':
      return page(groups, query);
    case 'drift':
      return page(drift(), query);
    default:
      return { status: 200, body: sync() };
  }
}
