export interface Glance {
  readonly name: string;
  readonly value: string;
}

/** What a person looks for first in an event's properties, in this order; then whatever else is short. */
const first = ['text', 'product', 'name', 'amount', 'total', 'revenue', 'coupon', 'quantity', 'query', 'url', 'member', 'channel'];

const shownMax = 3;
const lengthMax = 60;

/** The few properties that tell an event apart at a glance. Nested values are left to the JSON view. */
export function summary(properties: Readonly<Record<string, unknown>> | undefined): readonly Glance[] {
  if (properties === undefined) return [];
  const names = Object.keys(properties);
  const ordered = [...first.filter((name) => names.includes(name)), ...names.filter((name) => !first.includes(name))];
  return ordered
    .flatMap((name) => {
      const value = properties[name];
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
      const text = String(value);
      return text === '' ? [] : [{ name, value: text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text }];
    })
    .slice(0, shownMax);
}
