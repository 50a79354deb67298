import type { WelcomeRuleView } from '../src/lib/types.ts';
import { now } from './town.ts';

const night = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '08:00', holidays: 'ignored' };

const rules: readonly WelcomeRuleView[] = [
  { name: 'store-night', channel: 'store-qr', members: [], times: [night], material: 'store-night', media: [], specificity: 5 },
  { name: 'store', channel: 'store-qr', members: [], times: [], material: 'store-hello', media: ['menu'], specificity: 4 },
  { name: 'lin', channel: null, members: ['linxiaoyu'], times: [], material: 'hello-lin', media: [], specificity: 2 },
];

/** What the server says of welcomes and media. */
export function welcomeAnswer(kind: string | undefined, part: string | undefined): { readonly status: number; readonly body: unknown } {
  if (kind === 'media') {
    const of = { fault: null, usedBy: ['store'], length: 48_213 };
    return {
      status: 200,
      body: {
        items: [
          { ...of, name: 'menu', kind: 'image', fileName: '价目表.png', atWeCom: true, expiresAt: now() },
          { ...of, name: 'film', kind: 'video', fileName: '泡茶.mp4', atWeCom: false, expiresAt: null, fault: 'wecom:45001 多媒体文件大小超过限制', usedBy: [] },
        ],
        next: null,
      },
    };
  }
  if (part !== 'preview') return { status: 200, body: part === undefined ? { items: rules, next: null } : rules[0] };
  return {
    status: 200,
    body: {
      at: now(), rule: 'store', material: 'store-hello', text: '门店欢迎你，这是价目表。', media: ['menu'], missingMedia: [],
      considered: [
        { name: 'store-night', material: 'store-night', specificity: 5, whyNot: 'time' },
        { name: 'store', material: 'store-hello', specificity: 4, whyNot: null },
      ],
    },
  };
}
