import type { Say } from '../../lib/i18n/i18n';

/** An instant to the minute, without its year; "not at all" where there is none. */
export function instantText(say: Say, at: string | null): string {
  return at === null ? say('impact.never') : at.slice(5, 16).replace('T', ' ');
}
