import type { ChannelStatisticsView, ChannelView } from '../src/lib/types.ts';
import { now } from './town.ts';

const member = { dailyCap: null, totalCap: null, friendLimit: 5000, today: 0, total: 0, friends: 0, stands: true, away: null, refused: null };
const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: 'off' };

const channels: readonly ChannelView[] = [
  {
    name: 'store-qr', title: '门店收银台', backups: ['heyan'], margin: 2, skipVerify: true, tags: [], remark: '门店-{name}', welcome: 'welcome', atWeCom: true, today: 17, total: 842,
    standingKind: 'members', standing: ['chenmo', 'zhouqing'], applied: ['chenmo', 'zhouqing'], changesAt: '2026-03-02T18:00:00.000+08:00', fault: null, createdAt: now(),
    members: [
      { ...member, user: 'linxiaoyu', weight: 2, dailyCap: 12, shifts: [office], today: 10, total: 402, friends: 3120, stands: false, away: 'daily_cap' },
      { ...member, user: 'chenmo', weight: 1, shifts: [office], today: 4, total: 260, friends: 1830 },
      { ...member, user: 'zhouqing', weight: 1, shifts: [{ ...office, from: '14:00', to: '22:00' }, { days: [6, 7], from: '10:00', to: '22:00', holidays: 'ignored' }], today: 3, total: 180, friends: 960 },
    ],
  },
  {
    name: 'parcel-card', title: '包裹卡', backups: [], margin: 5, skipVerify: false, tags: [], remark: null, welcome: null, atWeCom: false, today: 0, total: 0,
    standingKind: 'uncovered', standing: ['suwan'], applied: [], changesAt: '2026-03-02T22:00:00.000+08:00', createdAt: now(),
    fault: { errcode: 84074, text: '成员没有外部联系人权限；请管理员检查该成员的状态与权限', at: now(), tryAgainAt: now() },
    members: [{ ...member, user: 'suwan', weight: 1, shifts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00', holidays: 'off' }], stands: false, away: 'off_shift' }],
  },
];

const figures = (day: string | null, adds: number) => ({
  day, adds, requests: 0, accepted: 0, passRate: 1, meanWaitSeconds: null, kept1: { of: adds, kept: Math.round(adds * 0.97) }, kept7: { of: adds, kept: Math.round(adds * 0.9) },
  kept30: { of: 0, kept: 0 }, lost: Math.round(adds * 0.1), buyers: Math.round(adds * 0.2), orders: Math.round(adds * 0.3), revenue: Math.round(adds * 37),
});

const statistics = (name: string): ChannelStatisticsView => ({
  name, from: '2026-02-01', to: '2026-03-02', sum: figures(null, 842), days: ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'].map((day, at) => figures(day, 20 + at * 7)),
});

/** What the server says of channel codes. */
export function channelAnswer(name: string | undefined, part: string | undefined): { readonly status: number; readonly body: unknown } {
  if (name === undefined) return { status: 200, body: { items: channels, next: null } };
  if (part === 'statistics') return { status: 200, body: statistics(name) };
  const one = channels.find((each) => each.name === name) ?? channels[0];
  return part === 'picture' ? { status: 404, body: { type: '/problems/channel.unknown', title: 'channel.unknown', status: 404 } } : { status: 200, body: one };
}
