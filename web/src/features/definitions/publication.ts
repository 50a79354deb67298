import type { PublicationView } from '../../lib/types';

/** Whether it may still go live. */
export const isUnderWay = (view: PublicationView | null | undefined) => view?.state === 'preparing' || view?.state === 'going_live';

/** How much of the history is read; never more than all of it, which grows meanwhile. */
export const percentOf = (view: PublicationView) => (view.rowsInAll === 0 ? 100 : Math.min(100, Math.floor((view.rows / view.rowsInAll) * 100)));
