import type { ReactNode } from 'react';

interface NothingProps {
  readonly text: string;
  readonly hint?: string | undefined;
  readonly children?: ReactNode;
}

/** An empty place says what belongs there and how it comes. */
export function Nothing({ text, hint, children }: NothingProps) {
  return (
    <div className="nothing">
      <svg width="72" height="44" viewBox="0 0 72 44" aria-hidden>
        <path d="M20 30a10 10 0 0 1 1-19.900A14 14 0 0 1 48 12a9 9 0 0 1 3 18" fill="none" stroke="#b9d0cc" strokeWidth="2" strokeLinecap="round" />
        <path d="m28 33-2 7m10-7-2 7m10-7-2 7" stroke="#5fd3b3" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <p className="nothing-text">{text}</p>
      {hint !== undefined && <p className="nothing-hint">{hint}</p>}
      {children}
    </div>
  );
}
