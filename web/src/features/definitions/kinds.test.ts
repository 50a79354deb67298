import { describe, expect, it } from 'vitest';
import { definitionIn, titleIn } from './kinds';

describe('what a file defines', () => {
  it('is told by its key, wherever it stands and however it is written', () => {
    expect(definitionIn('# 2027\ncalendar: cn-2027\nholidays: []\n')).toEqual({ kind: 'calendar', name: 'cn-2027' });
    expect(definitionIn('title: 问候\nsop: "hello"   # first\ntrigger: manual\n')).toEqual({ kind: 'sop', name: 'hello' });
    expect(definitionIn('{\n  "material": "hello",\n  "text": "hi"\n}')).toEqual({ kind: 'material', name: 'hello' });
  });

  it('is unknown where no key names a kind', () => {
    expect(definitionIn('events:\n  payOrder: order.paid\n')).toBeUndefined();
    expect(definitionIn('')).toBeUndefined();
  });

  it('may have a title', () => {
    expect(titleIn('sop: a\ntitle: 加购未支付   # the cart\n')).toBe('加购未支付');
    expect(titleIn('material: a\ntext: title\n')).toBeUndefined();
  });
});
