import { describe, expect, it } from 'vitest';
import { barsOf, emptyForm, newMember, newShift, requestOf } from './channel-form-state';

describe('the week of a member', () => {
  it('is every hour without shifts', () => {
    expect(barsOf([])).toHaveLength(7);
  });

  it('shows a night shift as the evening and the morning after, Sunday into Monday', () => {
    expect(barsOf([{ days: [7], from: '22:00', to: '06:30', holidays: 'off' }])).toEqual([
      { day: 7, from: 1320, to: 1440 },
      { day: 1, from: 0, to: 390 },
    ]);
  });

  it('leaves out what stands on holidays alone', () => {
    expect(barsOf([{ ...newShift, holidays: 'only' }])).toEqual([]);
  });
});

describe('what is sent', () => {
  it('trims texts and says nothing for an empty remark', () => {
    const request = requestOf({ ...emptyForm, title: ' 门店 ', remark: '  ', members: [{ ...newMember, user: ' lin ' }] });
    expect(request.title).toBe('门店');
    expect(request.remark).toBeNull();
    expect(request.members?.[0]?.user).toBe('lin');
  });
});
