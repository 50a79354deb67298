import { expect, test } from 'vitest';
import { fileOfSop, freePath, pathOf } from './drafts';

test('finds the file that defines an SOP, not one that only names it', () => {
  const files = {
    'sops/a.yaml': 'sop: cart-nudge-2\nsteps: []\n',
    'sops/b.yaml': '# 加购提醒\nsop: cart-nudge   # v2\nsteps:\n  - { id: x, start: cart-nudge-2 }\n',
    'c.json': '{ "sop": "welcome",\n "steps": [] }',
  };
  expect(fileOfSop(files, 'cart-nudge')?.path).toBe('sops/b.yaml');
  expect(fileOfSop(files, 'welcome')?.path).toBe('c.json');
  expect(fileOfSop(files, 'gone')).toBeUndefined();
});

test('a path is taken once', () => {
  expect(freePath([], 'a.yaml')).toBe('a.yaml');
  expect(freePath([{ path: 'a.yaml', text: '' }, { path: 'a-2.yaml', text: '' }], 'a.yaml')).toBe('a-3.yaml');
});

test('a file from anywhere becomes a path that the server takes', () => {
  expect(pathOf('C:\\drafts\\a.yml')).toBe('a.yml');
  expect(pathOf('notes.txt')).toBe('notes.txt.yaml');
});
