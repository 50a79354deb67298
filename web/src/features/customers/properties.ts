/** A text property of an event, where it has one of that name. */
export function textOf(properties: unknown, name: string): string | undefined {
  const value = typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
