// A made-up town for looking at the pages without a server: `npm run mock`. Typed by the generated client, so it cannot drift from it.
import { addMs } from '../src/lib/format.ts';
import type {
  ConditionView,
  ContestView,
  CustomerDetail,
  CustomerSummary,
  DeliveryView,
  ExplainView,
  ExistingView,
  LearnedMessageView,
  OverviewSample,
  SopDetail,
  SopSummary,
  StepView,
  TagGroupView,
  TagView,
  TimelineEntry,
} from '../src/lib/types.ts';

const start = '2026-03-04T09:30:00.000+08:00';
const started = Date.now();

/** A day a minute, as the demo runs. */
export const paceOfTime = 1440;

export const now = (): string => addMs(start, (Date.now() - started) * paceOfTime);

// A small seeded generator: the town looks the same at every start.
let seed = 20260304;
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const pick = <T>(from: readonly T[]): T => {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error('Nothing to pick from.');
  return chosen;
};
const hours = (n: number): number => n * 3_600_000;

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗'.split('');
const given = ['雨桐', '子涵', '思远', '晓梅', '佳怡', '建国', '丽娜', '一鸣', '若曦', '志强', '欣妍', '浩然', '静', '敏', '婉清', '伟'];
const members = ['gu-wen-lin', 'gu-wen-zhao', 'dao-gou-xu'];

const lifecycle = [
  ['loyal', '多次购买', 0.11],
  ['first', '首购', 0.17],
  ['interested', '关注中', 0.34],
  ['lapsed', '沉睡', 0.08],
  ['prospect', '未购买', 0.3],
] as const;
const intents = [
  ['cart', '加购未付', 0.14],
  ['cream', '关注面霜', 0.27],
  ['serum', '关注精华', 0.19],
] as const;
const service = [
  ['complaint', '投诉中', 0.02],
  ['vip', '黑金会员', 0.06],
] as const;

const tag = (group: string, groupTitle: string, name: string, title: string, since: string, cause: string, by = 'rule'): TagView => ({
  tag: `${group}/${name}`,
  groupTitle,
  title,
  since,
  cause,
  by,
});

export const customers: readonly CustomerSummary[] = Array.from({ length: 236 }, (_, index) => {
  const stage = (() => {
    let u = random();
    for (const each of lifecycle) {
      u -= each[2];
      if (u < 0) return each;
    }
    return lifecycle[2];
  })();
  const since = addMs(start, -hours(random() * 400));
  const tags = [
    tag('lifecycle', '生命周期', stage[0], stage[1], since, `event:e-${String(index)}-1`),
    ...intents.filter((each) => random() < each[2]).map((each) => tag('intent', '意向', each[0], each[1], since, `event:e-${String(index)}-1`)),
    ...service.filter((each) => random() < each[2]).map((each) => tag('service', '服务', each[0], each[1], since, 'time', 'hand')),
  ];
  return {
    id: `c${String(1000 + index)}`,
    name: random() < 0.9 ? pick(surnames) + pick(given) : null,
    identities: [
      { kind: 'external_userid', value: `wmqfasd1e1927831${String(100000 + index)}` },
      ...(random() < 0.7 ? [{ kind: 'user_id', value: `u${String(50000 + index)}` }] : []),
      ...(random() < 0.5 ? [{ kind: 'anonymous_id', value: `a-${String(Math.floor(random() * 1e9))}` }] : []),
    ],
    tags,
    runs: random() < 0.4 ? (random() < 0.2 ? 2 : 1) : 0,
    lastEventAt: addMs(start, -hours(random() * 90)),
    nextWakeUpAt: random() < 0.8 ? addMs(start, hours(2 + random() * 200)) : null,
  };
});

const held = (name: string): number => customers.filter((customer) => customer.tags.some((each) => each.tag === name)).length;

export const groups = (): readonly TagGroupView[] => [
  {
    id: 'lifecycle',
    title: '生命周期',
    exclusive: true,
    tags: lifecycle.map(([name, title]) => ({ tag: `lifecycle/${name}`, title, customers: held(`lifecycle/${name}`) })),
  },
  { id: 'intent', title: '意向', exclusive: false, tags: intents.map(([name, title]) => ({ tag: `intent/${name}`, title, customers: held(`intent/${name}`) })) },
  { id: 'service', title: '服务', exclusive: false, tags: service.map(([name, title]) => ({ tag: `service/${name}`, title, customers: held(`service/${name}`) })) },
];

const nudge = '{{name}}，您挑的「水光面霜」还在购物车里。今晚下单有 20 元券，需要我帮您看看适不适合您的肤质吗？';
const reviews = '有 3,214 位和您肤质相近的姐妹用过这款面霜，这是她们第 28 天的对比图，您可以先看看再决定。';

type WrittenStep = Omit<StepView, 'whenTree' | 'ways' | 'arms' | 'learns' | 'learned' | 'stops'>;
type WrittenSop = Omit<SopDetail, 'triggerTree' | 'whenTree' | 'exitTree' | 'goalTree' | 'steps' | 'class' | 'anchor' | 'holdout' | 'paused' | 'pausedSince' | 'version' | 'margin' | 'learnedAt' | 'enough' | 'sender'> & { readonly steps: readonly WrittenStep[] };

const written: readonly WrittenSop[] = [
  {
    id: 'cart-nudge',
    title: '加购未支付',
    trigger: 'tag: intent/cart',
    when: 'not: { tag: service/complaint }',
    exit: 'event: order.refunded',
    goal: 'event: order.paid, where: { product: 水光面霜 }',
    window: '7d',
    stay: true,
    reentry: 'after 30d',
    lateness: '1h',
    priority: 60,
    running: 23,
    started: 118,
    ended: { goal: 31, left_trigger: 22, window: 28, deleted: 3, completed: 11 },
    steps: [
      {
        id: 'nudge', title: '轻提醒', at: '+2h', act: 'send', touchpoint: 'direct', content: 'cart-nudge', contentText: nudge, when: null,
        late: 'skip', expires: '4h', end: false, waiting: 7,
        outcomes: { sent: 92, skipped: 9, 'skipped:late': 9, dropped: 6, 'dropped:no_contact': 4, 'dropped:expired': 2 },
        deliveries: { delivered: 71, confirmed: 4, queued: 8, planned: 2, failed: 5, skipped: 2 },
      },
      {
        id: 'proof', title: '真实评价', at: 'day 1 20:00', act: 'send', touchpoint: 'direct', content: 'reviews', contentText: reviews, when: null,
        late: 'skip', expires: '12h', end: false, waiting: 11, outcomes: { sent: 54, skipped: 3, 'skipped:when_false': 3 },
        deliveries: { delivered: 41, queued: 6, failed: 2, skipped: 5 },
      },
      {
        id: 'call', title: null, at: 'day 3 10:00', act: 'task', touchpoint: null, content: '电话回访：先问肤质与顾虑，不催单', contentText: null,
        when: 'attribute: tier, in: [gold, black]', late: 'skip', expires: null, end: false, waiting: 5,
        outcomes: { sent: 8, skipped: 20, 'skipped:when_false': 20 }, deliveries: {},
      },
      {
        id: 'mark', title: null, at: null, act: 'tag', touchpoint: null, content: 'service/followed', contentText: null, when: null, late: 'skip',
        expires: null, end: true, waiting: 0, outcomes: {}, deliveries: {},
      },
    ],
  },
  {
    id: 'welcome-journey',
    title: '新好友七日陪伴',
    trigger: 'event: contact.added',
    when: null,
    exit: null,
    goal: 'event: order.paid',
    window: '14d',
    stay: false,
    reentry: 'never',
    lateness: '1h',
    priority: 50,
    running: 64,
    started: 203,
    ended: { goal: 44, completed: 71, deleted: 9, window: 15 },
    steps: [
      {
        id: 'hello', title: '认识一下', at: '+2h', act: 'send', touchpoint: 'direct', content: 'skin-quiz', contentText: '我是您的护肤顾问小林。花一分钟做个肤质小测，我按结果给您搭一份早晚护理清单。',
        when: null, late: 'skip', expires: '6h', end: false, waiting: 12, outcomes: { sent: 171, skipped: 11, 'skipped:late': 11, dropped: 9, 'dropped:do_not_disturb': 9 },
        deliveries: { delivered: 158, queued: 5, failed: 6, uncertain: 2 },
      },
      {
        id: 'gift', title: '首单礼', at: 'day 3 20:00', act: 'send', touchpoint: 'direct', content: 'first-gift', contentText: '给您留了一份首单旅行装，7 天内都有效。',
        when: 'not: { event: order.paid }', late: 'send', expires: null, end: false, waiting: 52, outcomes: { sent: 88, skipped: 24, 'skipped:when_false': 24 },
        deliveries: { delivered: 80, queued: 4, failed: 4 },
      },
    ],
  },
  {
    id: 'repurchase',
    title: '补货提醒',
    trigger: 'audience: second-order-window',
    when: null, exit: null, goal: 'event: order.paid', window: '10d', stay: true, reentry: 'always', lateness: '1h', priority: 40,
    running: 0, started: 0, ended: {},
    steps: [
      {
        id: 'refill', title: '该补货了', at: '+0s', act: 'send', touchpoint: 'direct', content: 'refill', contentText: '算算日子，您的精华差不多该见底了。', when: null,
        late: 'skip', expires: null, end: false, waiting: 0, outcomes: {}, deliveries: {},
      },
    ],
  },
];

// The same conditions as the trees that the server reads them into.
const trees: Readonly<Record<string, unknown>> = {
  'not: { tag: service/complaint }': { not: { tag: 'service/complaint' } },
  'event: order.refunded': { event: 'order.refunded' },
  'event: order.paid': { event: 'order.paid' },
  'event: order.paid, where: { product: 水光面霜 }': { event: 'order.paid', where: { product: '水光面霜' } },
  'attribute: tier, in: [gold, black]': { attribute: 'tier', in: ['gold', 'black'] },
  'not: { event: order.paid }': { not: { event: 'order.paid' } },
};
const treeOf = (text: string | null): unknown => (text === null ? null : (trees[text] ?? null));

const learned = (sop: string, material: string, segment: string, segmentTitle: string, delivered: number, converts: number, deletes: number): LearnedMessageView => {
  const around = (mean: number) => ({ mean, low: Math.max(0, mean - 1.6 * Math.sqrt((mean * (1 - mean)) / delivered)), high: mean + 1.7 * Math.sqrt((mean * (1 - mean)) / delivered) });
  return {
    sop, material, segment, segmentTitle, delivered, converted: Math.round(delivered * converts), deleted: Math.round(delivered * deletes),
    convert: around(converts), delete: around(deletes), value: converts * 60 - deletes * 300, thin: delivered < 200,
  };
};

/** Two messages that wanted one slot of a customer. */
const contest: ContestView = {
  wonBy: 'value', segment: 'interested', segmentTitle: '关注中', learnedAt: '2026-03-04T04:00:00.000+08:00',
  contenders: [
    {
      sop: 'cart-nudge', sopTitle: '加购未支付', step: 'nudge', stepTitle: '轻提醒', material: 'cart-nudge', class: 'journey', priority: 60, outcome: 'sent', reason: null, until: null,
      value: { amount: 3.42, convert: 0.081, delete: 0.0048, delivered: 812, thin: false },
    },
    {
      sop: 'welcome-journey', sopTitle: '新好友七日陪伴', step: 'gift', stepTitle: '首单礼', material: 'first-gift', class: 'journey', priority: 70, outcome: 'deferred',
      reason: 'lost_to:cart-nudge/nudge', until: '2026-03-05T08:00:00.000+08:00', value: { amount: -0.65, convert: 0.031, delete: 0.0082, delivered: 455, thin: false },
    },
    {
      sop: 'repurchase', sopTitle: '补货提醒', step: 'refill', stepTitle: '该补货了', material: 'refill', class: 'broadcast', priority: 40, outcome: 'deferred',
      reason: 'lost_to:cart-nudge/nudge', until: '2026-03-05T08:00:00.000+08:00', value: null,
    },
  ],
};

const learnedOf: Readonly<Record<string, readonly LearnedMessageView[]>> = {
  nudge: [learned('cart-nudge', 'cart-nudge', 'interested', '关注中', 812, 0.081, 0.0048), learned('cart-nudge', 'cart-nudge', 'first', '首购', 143, 0.052, 0.009)],
  gift: [learned('welcome-journey', 'first-gift', 'interested', '关注中', 455, 0.031, 0.0082)],
};

export const sops: readonly SopDetail[] = written.map((sop) => ({
  ...sop,
  margin: sop.id === 'repurchase' ? null : 60,
  learnedAt: '2026-03-04T04:00:00.000+08:00',
  enough: 200,
  sender: 'last_talked',
  paused: false,
  pausedSince: null,
  version: 3,
  triggerTree: null,
  class: 'journey',
  anchor: null,
  holdout: null,
  whenTree: treeOf(sop.when),
  exitTree: treeOf(sop.exit),
  goalTree: treeOf(sop.goal),
  steps: sop.steps.map((step) => ({
    ...step,
    whenTree: treeOf(step.when),
    ways: [],
    arms:
      step.id === 'gift'
        ? ([['a', 'first-gift', 0.62], ['b', 'first-gift-b', 0.38]] as const).map(([arm, content, chance]) => ({
            arm, share: '50%', content, contentText: step.contentText,
            learned: [{ segment: '', segmentTitle: null, share: 0.5 }, { segment: 'interested', segmentTitle: '关注中', share: chance }],
          }))
        : [],
    learns: step.id === 'gift',
    learned: [...(learnedOf[step.id] ?? [])],
    stops: step.id === 'gift' ? [{ what: 'step:welcome-journey/gift', stoppedAt: '2026-03-04T07:12:00.000+08:00', delivered: 84, deleted: 9 }] : [],
  })),
}));

const sum = (counts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const all: Record<string, number> = {};
  for (const each of counts) for (const [name, value] of Object.entries(each)) all[name] = (all[name] ?? 0) + value;
  return all;
};

export const sopSummaries: readonly SopSummary[] = sops.map(({ id, title, trigger, goal, steps, running, started: entered, ended }) => ({
  id,
  title,
  trigger,
  hasGoal: goal !== null,
  steps: steps.length,
  running,
  started: entered,
  ended,
  outcomes: sum(steps.map((step) => step.outcomes)),
  paused: false,
  pausedSince: null,
  version: 3,
}));

const fates: readonly (readonly [string, string | null])[] = [
  ['delivered', null], ['delivered', null], ['delivered', null], ['delivered', null], ['queued', null], ['queued', null], ['planned', null],
  ['confirmed', null], ['skipped', 'when_false'], ['skipped', 'ended:goal'], ['dropped', 'expired'], ['dropped', 'no_contact'],
  ['failed', 'not_a_friend'], ['failed', 'quota'], ['uncertain', null],
];

export const deliveries: readonly DeliveryView[] = Array.from({ length: 180 }, (_, index) => {
  const customer = pick(customers);
  const sop = pick(sops.slice(0, 2));
  const step = pick(sop.steps.filter((each) => each.act === 'send' || each.act === 'task'));
  const [state, reason] = step.act === 'task' ? (['planned', null] as const) : pick(fates);
  const due = addMs(start, -hours(index * 0.7));
  return {
    id: `d${String(9000 - index)}`,
    customer: customer.id,
    customerName: customer.name,
    sop: sop.id,
    sopTitle: sop.title,
    step: step.id,
    stepTitle: step.title,
    run: `run${String(index).padStart(29, '0')}`,
    kind: step.act === 'task' ? 'task' : 'message',
    touchpoint: step.touchpoint ?? '',
    content: step.content ?? '',
    contentText: step.contentText === null ? null : step.contentText.replace('{{name}}', customer.name ?? '您好'),
    state,
    reason,
    member: state === 'planned' || state === 'dropped' ? null : pick(members),
    plannedAt: due,
    dueAt: due,
    expiresAt: addMs(due, hours(4)),
    updatedAt: addMs(due, hours(0.4)),
    overdue: step.act === 'task' && index * 0.7 > 24,
    outcome: null,
    note: null,
    contest: step.id === 'nudge' && index % 3 === 0 ? contest : null,
    arm: step.id === 'gift' ? 'a' : null,
    propensity: step.id === 'gift' ? 0.62 : null,
  };
});

export function detail(id: string): CustomerDetail | undefined {
  const customer = customers.find((each) => each.id === id);
  if (customer === undefined) return undefined;
  const entered = addMs(start, -hours(30));
  return {
    ...customer,
    attributes: { name: customer.name ?? '', city: '杭州', tier: 'gold', birthday: '1993-04-12', channel: '门店-湖滨银泰', skin: { type: '混合', quiz: 7 }, points: 1280 },
    runs:
      customer.runs === 0
        ? []
        : [{ id: 'run1', sop: 'cart-nudge', title: '加购未支付', startedAt: entered, cause: `event:e-${id}-7`, nextStep: 'proof', nextStepTitle: '真实评价', nextAt: addMs(start, hours(10.5)), windowEnds: addMs(entered, hours(168)), version: 2 }],
    contacts: [
      { member: 'gu-wen-lin', state: 'friend', since: addMs(start, -hours(300)) },
      { member: 'dao-gou-xu', state: 'deleted_by_customer', since: addMs(start, -hours(52)) },
    ],
    tags: customer.tags.map((each) => ({ ...each, cause: each.cause.startsWith('event:') ? `event:e-${id}-7` : each.cause })),
    mergedFrom: Number(id.slice(1)) % 3 === 0 ? ['c0421'] : [],
  };
}

const standing = (kind: string, text: string, tree: unknown, holds: boolean, more: Partial<ConditionView> = {}): ConditionView => ({
  kind, text, tree, holds, nextChange: null, events: null, value: null, since: null, cause: null, contacts: null, parts: [], ...more,
});

/** One answer of each kind of condition, on whatever SOP is asked for. */
export function explanation(id: string, name: string, at: string): ExplainView | undefined {
  const sop = sops.find((each) => each.id === name);
  if (sop === undefined) return undefined;
  const then = at === '' ? now() : at;
  const entered = addMs(start, -hours(30));
  const [first, second] = sop.steps;
  return {
    customer: id, sop: sop.id, title: sop.title, at: then, pausedSince: null, version: 3,
    trigger: standing('tag', sop.trigger, sop.triggerTree, true, { since: entered, cause: `event:e-${id}-7` }),
    when: standing('all', 'all', null, false, {
      parts: [
        standing('not', 'not', null, true, { parts: [standing('tag', 'tag: service/complaint', { tag: 'service/complaint' }, false)] }),
        standing('attribute', 'attribute: tier, in: [gold, black]', { attribute: 'tier', in: ['gold', 'black'] }, true, { value: 'gold' }),
        standing('event', 'event: product.viewed, within: 7d', { event: 'product.viewed', within: '7d' }, false, { events: { newest: [], total: 0, afterEntry: false } }),
      ],
    }),
    goal: standing('event', sop.goal ?? '', sop.goalTree, false, { events: { newest: [], total: 0, afterEntry: true } }),
    exit: standing('event', 'event: cart.added, within: 7d', { event: 'cart.added', within: '7d' }, true, {
      events: { newest: [{ id: `e-${id}-7`, name: 'cart.added', occurredAt: entered }], total: 1, afterEntry: false }, nextChange: addMs(entered, hours(168)),
    }),
    steps: sop.steps.map((step) => ({
      id: step.id, title: step.title, at: step.at, act: step.act, content: step.content ?? '', arms: [],
      when: step.when === null ? null : standing('attribute', step.when, step.whenTree, true, { value: 'gold' }),
    })),
    run: {
      state: 'going', id: 'run1', startedAt: entered, cause: `event:e-${id}-7`, heldOut: false, nextStep: second?.id ?? null, nextStepTitle: second?.title ?? null,
      nextAt: addMs(start, hours(10.5)), waitsFor: 'slot', waitsSince: addMs(start, -hours(2)), deferredFor: 'quiet_hours', windowEnds: addMs(entered, hours(168)),
      endedAt: null, endReason: null, endCause: null,
    },
    forgotten: { at: addMs(start, -hours(103)), reason: 'reentry', cause: `event:e-${id}-3` },
    decisions: first === undefined ? [] : [{
      at: addMs(entered, hours(2)), step: first.id, stepTitle: first.title, act: first.act, outcome: 'sent', reason: null, until: null,
      dueAt: addMs(entered, hours(2)), expiresAt: addMs(entered, hours(6)), arm: null, next: null, cause: 'time',
    }],
  };
}

/** Newest first, as served. Every kind occurs, and every way of not being sent. */
export function timeline(id: string): readonly TimelineEntry[] {
  const at = (ago: number) => addMs(start, -hours(ago));
  const event = (n: number, ago: number, name: string, properties: unknown, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
    id: `e-${id}-${String(n)}`, kind: 'event', at: at(ago), name, occurredAt: at(ago), receivedAt: addMs(at(ago), 1200), properties, source: 'segment', ...more,
  });
  const because = (n: number) => `event:e-${id}-${String(n)}`;
  const cart = { sop: 'cart-nudge', title: '加购未支付', run: 'run1' };
  const welcome = { sop: 'welcome-journey', title: '新好友七日陪伴', run: 'run0' };
  let n = 0;
  const entry = (kind: string, ago: number, more: Partial<TimelineEntry>): TimelineEntry => ({ id: `t${String(n++)}`, kind, at: at(ago), ...more });
  const recent: TimelineEntry[] = [
    event(12, 2, 'message.received', { member: 'gu-wen-lin', text: '我是敏感肌，可以用吗？' }, { source: 'api' }),
    entry('delivery', 25.6, { ...cart, step: 'nudge', outcome: 'delivered', member: 'gu-wen-lin', content: 'cart-nudge' }),
    entry('delivery', 27.9, { ...cart, step: 'nudge', outcome: 'queued', member: 'gu-wen-lin' }),
    entry('step', 28, { ...cart, step: 'nudge', act: 'send', outcome: 'sent', cause: 'time', contest }),
    event(11, 29, 'contact.deleted_by_customer', { member: 'dao-gou-xu' }, { source: 'wecom' }),
    entry('run_started', 30, { ...cart, cause: because(7) }),
    entry('tag_entered', 30, { tag: 'intent/cart', title: '加购未付', cause: because(7) }),
    event(7, 30, 'cart.added', { product: '水光面霜', amount: 329, sku: 'WF-50', quantity: 1, coupon: null, page: { path: '/p/wf-50', referrer: 'wecom' } }),
    event(6, 31, 'product.viewed', { product: '水光面霜', amount: 329 }, { receivedAt: at(24) }),
    entry('step', 62, { ...welcome, step: 'gift', act: 'send', outcome: 'skipped', reason: 'when_false', cause: 'time' }),
    entry('delivery', 90, { ...welcome, step: 'hello', outcome: 'failed', reason: 'not_a_friend', member: 'dao-gou-xu' }),
    entry('run_ended', 100, { ...cart, reason: 'goal', cause: because(4) }),
    entry('tag_left', 100, { tag: 'lifecycle/interested', title: '关注中', cause: because(4) }),
    entry('tag_entered', 100, { tag: 'lifecycle/first', title: '首购', cause: because(4) }),
    event(4, 100, 'order.paid', { order: 'S20260228-88', amount: 219, product: '舒缓精华', quantity: 1 }),
    entry('trigger_forgotten', 103, { ...cart, reason: 'reentry', cause: because(3) }),
    entry('trigger_forgotten', 103, { ...welcome, reason: 'late', cause: because(3) }),
    event(3, 103, 'cart.added', { product: '舒缓精华', amount: 219 }),
    entry('merged', 140, { name: 'c0421' }),
    entry('definitions', 160, {}),
    entry('step', 280, { ...welcome, step: 'hello', act: 'send', outcome: 'dropped', reason: 'no_contact', cause: 'time' }),
    entry('run_started', 300, { ...welcome, cause: because(1) }),
    entry('tag_entered', 300, { tag: 'lifecycle/prospect', title: '未购买', cause: because(1) }),
    event(1, 300, 'contact.added', { member: 'gu-wen-lin', channel: '门店-湖滨银泰' }, { source: 'wecom' }),
  ];
  const past = Array.from({ length: 70 }, (_, index) => event(100 + index, 310 + index * 7, pick(['page.viewed', 'product.viewed', 'link.clicked']), { url: `/p/${String(index)}` }));
  return [...recent, ...past];
}

export const samples: OverviewSample[] = Array.from({ length: 60 }, (_, index) => sample(addMs(start, (index - 60) * 2000 * paceOfTime)));

export function sample(at: string): OverviewSample {
  const wave = 1 + Math.sin(Date.parse(at) / 2.2e7);
  const events = Math.round(14 + wave * 12 + random() * 9);
  return {
    at,
    events,
    tagMoves: Math.round(events * (0.25 + random() * 0.2)),
    messages: Math.round(random() * 5),
    replies: random() < 0.35 ? 1 : 0,
    deletions: random() < 0.06 ? 1 : 0,
  };
}

const letIn = new Map<string, number>();

/**
 * One more is let in each time somebody looks.
 * @param posted what was sent; null where nothing was
 */
export function existing(sop: string, posted: string | null): ExistingView {
  const none: ExistingView = {
    sop, state: 'preview', reason: null, total: 126, taken: 0, refused: { running: 31, when_false: 12 }, left: 126, pace: '60/h', takesSeconds: 7500, startedAt: null,
    expectedEnd: null, endedAt: null,
  };
  const turns = letIn.get(sop);
  if (turns === undefined) {
    if (posted?.includes('"preview":false')) letIn.set(sop, 0);
    return posted === null ? { ...none, state: 'none', total: 0, left: 0, refused: {} } : none;
  }
  const offered = Math.min(126, turns + 1);
  if (posted === null) letIn.set(sop, offered);
  const refused = Math.floor(offered / 20);
  const state = offered === 126 ? 'done' : 'running';
  return {
    ...none, state, taken: offered - refused, refused: refused > 0 ? { left_trigger: refused } : {}, left: 126 - offered, startedAt: now(), expectedEnd: state === 'done' ? null : now(),
    endedAt: state === 'done' ? now() : null,
  };
}
