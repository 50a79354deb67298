import { expect, test } from 'vitest';
import { sayIn } from '../../lib/i18n/i18n';
import { zh } from '../../lib/i18n/zh';
import { taskText } from './task-text';

test('tells what there is to do', () => {
  const say = sayIn('zh', zh);
  expect(taskText(say, { kind: 'task', content: '电话回访', touchpoint: '' })).toBe('电话回访');
  expect(taskText(say, { kind: 'invite', content: '', touchpoint: 'vip' })).toBe('邀请进群「vip」');
  expect(taskText(say, { kind: 'remove', content: '', touchpoint: 'vip' })).toBe('移出群「vip」');
});
