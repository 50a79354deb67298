// Definitions come as they are written in their files ("+2h", "day 1 20:00", "tag:lifecycle/first"); people read sentences.
import type { Say } from './i18n/i18n';

const duration = /^(\d+)([smhdw])$/;

/** `2h` → 2 小时. What is not a duration is shown as it is. */
export function durationText(say: Say, written: string): string {
  const match = duration.exec(written);
  if (!match) return written;
  return say(`duration.${match[2] as 's' | 'm' | 'h' | 'd' | 'w'}`, { n: match[1] ?? '' });
}

/** `+2h` → 2 小时后; `day 1 20:00` → 第 1 天 20:00; nothing → 随即. */
export function stepTimeText(say: Say, at: string | null): string {
  if (at === null || at === '') return say('sop.at.once');
  if (at.startsWith('+')) return say('sop.at.after', { d: durationText(say, at.slice(1)) });
  const day = /^(work)?day (-?)(\d+) (\d\d?:\d\d)$/.exec(at);
  if (!day) return at;
  const [n, time] = [day[3] ?? '', day[4] ?? ''];
  if (day[1] !== undefined) return say(day[2] === '-' ? 'sop.at.workdayBefore' : n === '0' ? 'sop.at.workday0' : 'sop.at.workday', { n, time });
  if (n === '0') return say('sop.at.day0', { time });
  return say(day[2] === '-' ? 'sop.at.dayBefore' : 'sop.at.day', { n, time });
}

/** `never`, `always`, or a gap such as `30d` or `after 30d`. */
export function reentryText(say: Say, written: string): string {
  if (written === 'never') return say('sop.reentry.never');
  if (written === 'always') return say('sop.reentry.always');
  const gap = /(\d+[smhdw])/.exec(written)?.[1];
  return gap ? say('sop.reentry.after', { d: durationText(say, gap) }) : written;
}

/** `newest`, `last_talked`, `owner`, or `member:USERID`. */
export function senderText(say: Say, written: string): string {
  if (written.startsWith('member:')) return say('sender.member', { member: written.slice('member:'.length) });
  return written === 'newest' || written === 'last_talked' || written === 'owner' ? say(`sender.${written}`) : written;
}

export interface Trigger {
  readonly kind: 'tag' | 'event' | 'audience' | 'date' | 'cohort' | 'manual' | 'other';
  readonly name: string;
  /** What stands after the name: an event's `where`. */
  readonly rest: string;
}

/** `tag: intent/cart-a`, `event: cart.added where …`, `audience: NAME`, with or without braces or colon. */
export function readTrigger(written: string): Trigger {
  if (written === 'manual') return { kind: 'manual', name: '', rest: '' };
  const dated = /^(date|cohort): (\S+)$/.exec(written);
  if (dated) return { kind: dated[1] as 'date' | 'cohort', name: dated[2] ?? '', rest: '' };
  const match = /^\{?\s*(tag|event|audience)\s*:?\s+?["']?([^\s,"'}]+)["']?\s*,?\s*(.*?)\s*\}?$/.exec(written.replace(/^(\{?\s*)(tag|event|audience):(?=\S)/, '$1$2: '));
  if (!match) return { kind: 'other', name: written, rest: '' };
  return { kind: match[1] as Trigger['kind'], name: match[2] ?? '', rest: match[3] ?? '' };
}

/** The names of the materials in definition files, in order of name. */
export function materialsIn(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(files)
    .flatMap((text) => [...text.matchAll(/^(?:\{\s*)?"?material"?:\s*"?([\w-]+)/gm)].map((match) => match[1] ?? ''))
    .sort();
}
