import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title?: string;
  readonly hint?: string;
  readonly extra?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A white sheet with a title. */
export function Panel({ title, hint, extra, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={className === undefined ? 'panel' : `panel ${className}`} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <header className="panel-header">
          <div>
            <h2 id={id}>{title}</h2>
            {hint !== undefined && <p>{hint}</p>}
          </div>
          {extra}
        </header>
      )}
      {children}
    </section>
  );
}
