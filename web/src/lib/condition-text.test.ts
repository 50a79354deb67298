import { describe, expect, it } from 'vitest';
import { conditionText } from './condition-text';
import { en } from './i18n/en';
import { sayIn } from './i18n/i18n';
import { zh } from './i18n/zh';

const chinese = sayIn('zh', zh);
const english = sayIn('en', en);
const names = { tag: (tag: string) => ({ 'value/high': '价值 · 高价值' })[tag] ?? tag, audience: (name: string) => ({ 'in-service': '服务处理中' })[name] ?? name };

describe('a condition in words', () => {
  it.each([
    ['always', '始终', 'always'],
    [{ event: 'order.paid' }, '有「支付订单」', '"Paid an order"'],
    [{ event: 'cart.added', within: '7d', count: { at_least: 1 } }, '近 7 天「加入购物车」≥ 1 次', '"Added to cart" in the last 7 d ≥ 1 times'],
    [{ event: 'order.paid', count: { at_least: 1, at_most: 1 } }, '「支付订单」= 1 次', '"Paid an order" = 1 times'],
    [{ event: 'order.paid', where: { category: '礼盒', total: { at_least: 100 } } }, '有「支付订单」（品类 =「礼盒」，合计 ≥ 100）', '"Paid an order" (Category = "礼盒", Total ≥ 100)'],
    [{ event: 'order.paid', last: { at_least: '36h', at_most: '5d' } }, '「支付订单」最近一次距今 ≥ 36 小时，≤ 5 天', '"Paid an order", the latest ≥ 36 h, ≤ 5 d ago'],
    [{ event: 'order.paid', within: '30d', sum: { of: 'total', at_least: 500 } }, '近 30 天「支付订单」的合计累计 ≥ 500', '"Paid an order" in the last 30 d with a sum of Total ≥ 500'],
    [{ not: { event: 'page.viewed', within: '2d' } }, '近 2 天没有「浏览页面」', 'no "Viewed a page" in the last 2 d'],
    [{ not: { tag: 'value/high' } }, '没有标签「价值 · 高价值」', 'does not have the tag "价值 · 高价值"'],
    [{ tag: 'value/high', for: '2d' }, '有标签「价值 · 高价值」至少 2 天', 'has had the tag "价值 · 高价值" for 2 d'],
    [{ audience: 'in-service' }, '属于人群「服务处理中」', 'is in the audience "服务处理中"'],
    [{ contact: 'any' }, '是任一成员的好友', 'is a friend of any member'],
    [{ contact: 'zhouqing', state: 'deleted_by_customer', since: '2026-03-01' }, '已把 zhouqing 删除（2026-03-01 起）', 'has deleted zhouqing (since 2026-03-01)'],
    [{ attribute: 'tier', in: ['gold', 'black'] }, '会员等级是「gold」「black」之一', 'Tier is one of "gold", "black"'],
    [{ attribute: 'birthday', in_next: '7d', yearly: true }, '生日在未来 7 天内（每年）', 'Birthday in the next 7 d (every year)'],
    [{ attribute: 'city', exists: false }, '城市没有值', 'City is not known'],
    [{ unanswered: { event: 'cart.added' }, by: { event: 'order.paid' }, for: '1h', within: '3d' }, '近 3 天「加入购物车」后 1 小时内没有「支付订单」', '"Added to cart" in the last 3 d with no "Paid an order" for 1 h after it'],
    [{ sequence: [{ event: 'product.viewed' }, { event: 'cart.added' }], within: '1d' }, '1 天内先后有「浏览商品」→「加入购物车」', '"Viewed a product" → "Added to cart" within 1 d'],
    [{ all: [{ tag: 'a/b' }, { any: [{ tag: 'c/d' }, { tag: 'e/f' }] }] }, '有标签「a/b」，且（有标签「c/d」，或有标签「e/f」）', 'has the tag "a/b", and (has the tag "c/d", or has the tag "e/f")'],
    [{ not: { any: [{ tag: 'a/b' }, { audience: 'in-service' }] } }, '没有标签「a/b」，且不属于人群「服务处理中」', 'does not have the tag "a/b", and is not in the audience "服务处理中"'],
    [{ not: { all: [{ tag: 'a/b' }, { tag: 'c/d' }] } }, '不满足（有标签「a/b」，且有标签「c/d」）', 'not (has the tag "a/b", and has the tag "c/d")'],
  ])('%j', (condition, inChinese, inEnglish) => {
    expect(conditionText(chinese, names, condition)).toBe(inChinese);
    expect(conditionText(english, names, condition)).toBe(inEnglish);
  });

  it('shows a form that it does not know as it was written', () => {
    expect(conditionText(chinese, names, { weather: 'rain' })).toBe('{"weather":"rain"}');
  });
});
