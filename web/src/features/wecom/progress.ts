import type { SyncPassView } from '../../lib/types';

/** How far a pass is, in per cent: reading customers is nearly all of it, and members are done one after another. */
export function progressOf(pass: Pick<SyncPassView, 'phase' | 'members' | 'membersDone'>): number {
  switch (pass.phase) {
    case 'members':
      return 1;
    case 'tags':
      return 3;
    case 'contacts':
      return pass.members === 0 ? 5 : 5 + Math.floor((pass.membersDone / pass.members) * 85);
    case 'groups':
      return 92;
    default:
      return 100;
  }
}
