import { describe, expect, it } from 'vitest';
import { money, share } from './values';

describe('money', () => {
  it.each([
    [3.456, '+3.46'],
    [-0.5, '-0.50'],
    [0, '0.00'],
    [1234.5, '+1,234.50'],
  ])('writes %s as %s', (amount, text) => {
    expect(money(amount)).toBe(text);
  });
});

describe('share', () => {
  it.each([
    [0.00512, '0.51%'],
    [0.0234, '2.3%'],
    [0.62, '62%'],
    [1, '100%'],
  ])('writes %s as %s', (chance, text) => {
    expect(share(chance)).toBe(text);
  });
});
