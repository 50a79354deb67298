import { useSyncExternalStore } from 'react';

const narrow = globalThis.matchMedia('(max-width: 767px)');

/** Whether the page is phone-narrow: tables are told as cards then. The same width stands in app.css. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed);
      return () => {
        narrow.removeEventListener('change', changed);
      };
    },
    () => narrow.matches,
  );
}
