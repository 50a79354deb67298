import type { Say } from './i18n/i18n';

/** Who or what published or saved: the console's user, or a program with the admin key. */
export function publisherText(say: Say, by: string): string {
  return say(by === 'console' ? 'versions.by.console' : by === 'apply' ? 'versions.by.apply' : 'versions.by.key');
}
