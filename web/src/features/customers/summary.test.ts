import { describe, expect, it } from 'vitest';
import { summary } from './summary';

describe('an event at a glance', () => {
  it('shows what a person looks for first', () => {
    expect(summary({ zone: 'b', amount: 129, product: '面霜' })).toEqual([
      { name: 'product', value: '面霜' },
      { name: 'amount', value: '129' },
      { name: 'zone', value: 'b' },
    ]);
  });

  it('leaves nested and empty values to the full view', () => {
    expect(summary({ lines: [1], extra: { a: 1 }, note: '', gone: null })).toEqual([]);
  });

  it('tells a value once, and nothing that is told already', () => {
    expect(summary({ total: 108, revenue: 108, order_id: 's1', sop: 'care' }, ['sop'])).toEqual([
      { name: 'total', value: '108' },
      { name: 'order_id', value: 's1' },
    ]);
  });

  it('leaves codes to the full view', () => {
    expect(summary({ add_way: 1, member: 'lin' })).toEqual([{ name: 'member', value: 'lin' }]);
  });

  it('cuts what is long', () => {
    expect(summary({ text: 'x'.repeat(100) })[0]?.value).toHaveLength(61);
  });
});
