// A made-up rehearsal of two drafts on February, for looking at its page without a server.
import type { RehearsalReport, RehearsalView } from '../src/lib/types.ts';

const days = Array.from({ length: 28 }, (_, i) => `2026-02-${String(i + 1).padStart(2, '0')}`);

function report(share: number): RehearsalReport {
  const of = (n: number) => Math.round(n * share);
  const perDay = days.map((day, i) => ({ day, entries: of(40 + ((i * 37) % 23) + (i % 7 === 5 ? 30 : 0)), messages: of(70 + ((i * 53) % 41)), weComTasks: of(12 + (i % 5)) }));
  const sum = (n: 'entries' | 'messages' | 'weComTasks') => perDay.reduce((all, day) => all + day[n], 0);
  const members = ['lin-xia', 'zhou-ming', 'wang-fang'].map((member, i) => {
    const told = perDay.map((day) => ({ day: day.day, messages: Math.round(day.messages / (2 + i)), weComTasks: Math.round(day.weComTasks / (2 + i)) }));
    return {
      member, messages: told.reduce((all, day) => all + day.messages, 0), weComTasks: told.reduce((all, day) => all + day.weComTasks, 0),
      busiestDay: '2026-02-14', busiestDayMessages: Math.max(...told.map((day) => day.messages)), busiestDayTasks: 9, days: told,
    };
  });
  return {
    from: '2026-02-01T00:00:00.000+08:00', to: '2026-03-01T00:00:00.000+08:00', timeZone: 'Asia/Shanghai', events: 48_213, customers: 1_204,
    entries: sum('entries'), heldOut: of(131), messages: sum('messages'), reached: of(903), advisorTasks: of(57), exits: of(412), savedMessages: of(655), days: perDay,
    sops: [
      { sop: 'new-friend', title: '新加好友', entries: of(620), heldOut: of(61), customers: of(620), messages: of(1_240), advisorTasks: 0, ended: { goal: of(120), completed: of(402), left_trigger: of(30) }, exits: of(150), savedMessages: of(233), forgotten: { running: 4 }, days: perDay, steps: [] },
      { sop: 'cart-nudge', title: '加购提醒', entries: of(512), heldOut: of(48), customers: of(433), messages: of(640), advisorTasks: of(57), ended: { goal: of(201), completed: of(260), window: 12 }, exits: of(201), savedMessages: of(311), forgotten: { reentry: 87 }, days: perDay, steps: [] },
      { sop: 'win-back', title: '回捞', entries: of(171), heldOut: of(22), customers: of(171), messages: of(388), advisorTasks: 0, ended: { goal: of(31), exit: of(30), completed: of(90) }, exits: of(61), savedMessages: of(111), forgotten: {}, days: perDay, steps: [] },
    ],
    members: { items: members, withoutSender: of(43) },
    packing: {
      slotSeconds: 60, messages: sum('messages'), tasks: sum('weComTasks'), tasksWithoutVariables: of(141),
      materials: [
        { material: 'hello', variables: ['nickname'], messages: of(620), tasks: of(301), tasksWithoutVariables: of(62) },
        { material: 'cart-nudge', variables: [], messages: of(640), tasks: of(79), tasksWithoutVariables: of(79) },
      ],
    },
    caps: [
      { sop: 'cart-nudge', reason: 'cap:day', deferred: of(122), dropped: of(31), customers: of(98) },
      { sop: 'win-back', reason: 'quiet_hours', deferred: of(40), dropped: 0, customers: of(38) },
      { sop: 'win-back', reason: 'lost_to', deferred: of(12), dropped: of(9), customers: of(19) },
    ],
    conflicts: [{ sop: 'cart-nudge', other: 'win-back', overlaps: of(77), overlapCustomers: of(70), lost: 0, lostByOther: of(21), lostCustomers: of(19) }],
  };
}

export const rehearsals: readonly RehearsalView[] = [
  {
    id: 'r2', state: 'done', progress: 1, startedAt: '2026-03-04T09:12:00.000+08:00', from: '2026-02-01', to: '2026-03-01', error: null,
    drafts: [
      { title: '线上', definitions: [], report: report(1) },
      { title: '草稿', definitions: ['sop/cart-nudge'], report: report(0.7) },
    ],
  },
  {
    id: 'r1', state: 'done', progress: 1, startedAt: '2026-03-04T08:40:00.000+08:00', from: null, to: null, error: null,
    drafts: [{ title: '线上', definitions: [], report: report(1.2) }],
  },
];

let begun = 0;

/** One that runs for some seconds after somebody has started it. */
export function started(): RehearsalView {
  begun = Date.now();
  return running();
}

export function running(): RehearsalView {
  const progress = Math.min(1, (Date.now() - begun) / 6000);
  const state = progress < 1 ? 'running' : 'done';
  return {
    id: 'r3', state, progress, startedAt: '2026-03-04T09:30:00.000+08:00', from: null, to: null, error: null,
    drafts: [{ title: '草稿', definitions: ['sop/new-friend'], report: state === 'done' ? report(0.9) : null }],
  };
}

export const hasBegun = (): boolean => begun > 0;
