export interface Glance {
  readonly name: string;
  readonly value: string;
}

/** What a person looks for first in an event's properties, in this order; then whatever else is short. */
const first = ['text', 'product', 'name', 'category', 'amount', 'price', 'total', 'revenue', 'coupon', 'quantity', 'query', 'url', 'member', 'channel', 'state'];

/** Codes of other systems: nothing to a person at a glance. */
const codes: ReadonlySet<string> = new Set(['add_way', 'currency', 'welcome', 'union_id', 'unionid', 'external_userid']);

const shownMax = 3;
const lengthMax = 60;

/**
 * The few properties that tell an event apart at a glance, each value once. Nested values are left to the JSON view, and so are those that
 * are told already.
 */
export function summary(properties: Readonly<Record<string, unknown>> | undefined, told: readonly string[] = []): readonly Glance[] {
  if (properties === undefined) return [];
  const names = Object.keys(properties).filter((name) => !codes.has(name) && !told.includes(name));
  const ordered = [...first.filter((name) => names.includes(name)), ...names.filter((name) => !first.includes(name))];
  return ordered
    .flatMap((name) => {
      const value = properties[name];
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
      const text = String(value);
      return text === '' ? [] : [{ name, value: text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text }];
    })
    .filter((glance, index, all) => all.findIndex((each) => each.value === glance.value) === index)
    .slice(0, shownMax);
}
