import { describe, expect, it } from 'vitest';
import { stagesGroup, stagesOf } from './stages';

const lifecycle = {
  id: 'lifecycle',
  title: '生命周期',
  exclusive: true,
  tags: [
    { tag: 'lifecycle/loyal', title: '多次购买', customers: 2 },
    { tag: 'lifecycle/first', title: null, customers: 5 },
    { tag: 'prospect', title: '未购买', customers: 9 },
  ],
};

describe('stages of the lifecycle', () => {
  it('are walked from the last rule to the first', () => {
    expect(stagesOf(lifecycle).map((stage) => stage.title)).toEqual(['未购买', 'lifecycle/first', '多次购买']);
  });

  it('are named by group and tag', () => {
    expect(stagesOf(lifecycle).map((stage) => stage.tag)).toEqual(['lifecycle/prospect', 'lifecycle/first', 'lifecycle/loyal']);
  });

  it('come of the lifecycle group, else of the first exclusive one', () => {
    const other = { id: 'value', title: null, exclusive: true, tags: [] };
    const multi = { id: 'intent', title: null, exclusive: false, tags: [] };
    expect(stagesGroup([multi, other, lifecycle])).toBe(lifecycle);
    expect(stagesGroup([multi, other])).toBe(other);
    expect(stagesGroup([multi])).toBeUndefined();
  });
});
