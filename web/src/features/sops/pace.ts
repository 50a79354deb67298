import type { Say } from '../../lib/i18n/i18n';

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

export type PaceUnit = keyof typeof seconds;

export const paceUnits: readonly PaceUnit[] = ['m', 'h', 'd'];

export interface Pace {
  readonly customers: number;
  readonly unit: PaceUnit;
}

/** `500/h`; nothing for what is no pace. */
export function readPace(written: string | null): Pace | null {
  const match = /^(\d+)\/([smhd])$/.exec(written ?? '');
  return match ? { customers: Number(match[1]), unit: match[2] as PaceUnit } : null;
}

/** How long until the last of so many has had a turn; the first has it at once. */
export function secondsFor(customers: number, pace: Pace | null): number {
  return pace === null ? 0 : (Math.max(0, customers - 1) * seconds[pace.unit]) / pace.customers;
}

export function paceText(say: Say, pace: Pace | null): string {
  return pace === null ? say('existing.pace.none') : say(`existing.pace.${pace.unit}`, { n: pace.customers });
}

/** A length of time in the unit that fits, rounded. */
export function spanText(say: Say, length: number): string {
  const unit = length < 60 ? 's' : length < 5400 ? 'm' : length < 2 * seconds.d ? 'h' : 'd';
  const value = length / seconds[unit];
  return say(`duration.${unit}`, { n: value < 10 && unit !== 's' ? Math.round(value * 10) / 10 : Math.round(value) });
}
