import { Link } from 'react-router';
import { Nothing } from '../components/nothing';
import { useSay } from '../lib/i18n/i18n';

export function NotFoundPage() {
  const say = useSay();
  return (
    <Nothing text={say('state.notFound')} hint={say('state.notFound.hint')}>
      <Link to="/">{say('state.backHome')}</Link>
    </Nothing>
  );
}
