import { useEffect, type ReactNode } from 'react';
import { useSay } from '../lib/i18n/i18n';

interface PageHeaderProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly extra?: ReactNode;
}

export function PageHeader({ title, subtitle, extra }: PageHeaderProps) {
  const say = useSay();
  useEffect(() => {
    document.title = `${title} · ${say('brand.name')}`;
  }, [title, say]);
  return (
    <header className="page-header">
      <div>
        <h1>{title}</h1>
        {subtitle !== undefined && <p>{subtitle}</p>}
      </div>
      {extra}
    </header>
  );
}
