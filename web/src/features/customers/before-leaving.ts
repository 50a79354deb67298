import type { TimelineEntry } from '../../lib/types';

/** Over how long before a deletion the messages are told. */
const lookBackMs = 3 * 86_400_000;

export interface Received {
  readonly messages: number;
  readonly latest: TimelineEntry | undefined;
  /** Whether everything in that time is loaded; else there may be more. */
  readonly complete: boolean;
}

export function isDeletion(entry: TimelineEntry): boolean {
  return entry.kind === 'event' && (entry.name === 'contact.deleted_by_customer' || entry.name === 'contact.deleted_by_member');
}

/** The messages that reached a customer before they or the advisor ended the friendship. The entries are newest first. */
export function receivedBefore(entries: readonly TimelineEntry[], index: number, allLoaded: boolean): Received {
  const deletion = entries[index];
  if (deletion === undefined) return { messages: 0, latest: undefined, complete: allLoaded };
  const from = Date.parse(deletion.at) - lookBackMs;
  const older = entries.slice(index + 1);
  const messages = older.filter((entry) => entry.kind === 'event' && entry.name === 'message.delivered' && Date.parse(entry.at) >= from);
  const last = older.at(-1);
  return { messages: messages.length, latest: messages[0], complete: allLoaded || (last !== undefined && Date.parse(last.at) < from) };
}
