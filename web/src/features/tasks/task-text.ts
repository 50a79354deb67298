import type { Say } from '../../lib/i18n/i18n';
import type { DeliveryView } from '../../lib/types';

/** What there is to do, in words. */
export function taskText(say: Say, task: Pick<DeliveryView, 'kind' | 'content' | 'touchpoint'>): string {
  switch (task.kind) {
    case 'invite':
      return say('tasks.invite', { group: task.touchpoint });
    case 'remove':
      return say('tasks.remove', { group: task.touchpoint });
    default:
      return task.content;
  }
}
