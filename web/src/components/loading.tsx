import { Spin } from 'antd';
import { useSay } from '../lib/i18n/i18n';

export function Loading({ page = false }: { readonly page?: boolean }) {
  const say = useSay();
  return (
    <div className={page ? 'loading loading-page' : 'loading'} role="status" aria-live="polite">
      <Spin />
      <span>{say('state.loading')}</span>
    </div>
  );
}
