import { useState } from 'react';

export interface CursorPages {
  /** To ask the server with; undefined on the first page. */
  readonly cursor: string | undefined;
  /** From 1. */
  readonly number: number;
  readonly forward: (next: string) => void;
  readonly back: () => void;
}

/**
 * Remembers the cursors of the pages gone through, since a cursor only leads forward. Another question (the key) starts again from
 * the first page.
 */
export function useCursorPages(key: string): CursorPages {
  const [state, setState] = useState<{ key: string; cursors: readonly string[] }>({ key, cursors: [] });
  const cursors = state.key === key ? state.cursors : [];
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    forward: (next) => {
      setState({ key, cursors: [...cursors, next] });
    },
    back: () => {
      setState({ key, cursors: cursors.slice(0, -1) });
    },
  };
}
