import { describe, expect, it } from 'vitest';
import { durationText, readTrigger, reentryText, senderText, stepTimeText } from './definitions';
import { sayIn } from './i18n/i18n';
import { zh } from './i18n/zh';

const say = sayIn('zh', zh);

describe('definitions in words', () => {
  it('durations', () => {
    expect(durationText(say, '15m')).toBe('15 分钟');
    expect(durationText(say, 'end of day')).toBe('end of day');
  });

  it('step times', () => {
    expect(stepTimeText(say, '+2h')).toBe('2 小时后');
    expect(stepTimeText(say, 'day 0 20:00')).toBe('当天 20:00');
    expect(stepTimeText(say, 'day 3 09:30')).toBe('第 3 天 09:30');
    expect(stepTimeText(say, 'day -2 20:00')).toBe('提前 2 天 20:00');
    expect(stepTimeText(say, 'workday 1 10:00')).toBe('第 1 个工作日 10:00');
    expect(stepTimeText(say, null)).toBe('随即');
  });

  it('re-entry', () => {
    expect(reentryText(say, 'never')).toBe('不再进入');
    expect(reentryText(say, 'after 30d')).toBe('结束 30 天后');
    expect(reentryText(say, '30d')).toBe('结束 30 天后');
  });

  it('senders', () => {
    expect(senderText(say, 'last_talked')).toBe('最近聊过的成员');
    expect(senderText(say, 'member:zhangsan')).toBe('指定成员 zhangsan');
    expect(senderText(say, 'somebody')).toBe('somebody');
  });
});

describe('triggers', () => {
  it.each([
    ['tag: intent/cart-a', 'tag', 'intent/cart-a', ''],
    ['tag:intent/cart-a', 'tag', 'intent/cart-a', ''],
    ['tag intent/cart-a', 'tag', 'intent/cart-a', ''],
    ['{ event: cart.added }', 'event', 'cart.added', ''],
    ['event: cart.added, where: { product: A }', 'event', 'cart.added', 'where: { product: A }'],
    ['audience: second-order', 'audience', 'second-order', ''],
  ] as const)('%s', (written, kind, name, rest) => {
    const trigger = readTrigger(written);
    expect([trigger.kind, trigger.name]).toEqual([kind, name]);
    if (rest !== '') expect(trigger.rest).toContain('product: A');
  });

  it('by date, cohort and hand are told apart', () => {
    expect(readTrigger('date: 2026-11-11')).toEqual({ kind: 'date', name: '2026-11-11', rest: '' });
    expect(readTrigger('cohort: camp-12')).toEqual({ kind: 'cohort', name: 'camp-12', rest: '' });
    expect(readTrigger('manual')).toEqual({ kind: 'manual', name: '', rest: '' });
  });

  it('in another form are shown as written', () => {
    expect(readTrigger('by hand')).toEqual({ kind: 'other', name: 'by hand', rest: '' });
  });
});
