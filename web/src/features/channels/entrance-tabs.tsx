import { NavLink } from 'react-router';
import { useSay } from '../../lib/i18n/i18n';

/** The pages of one family: codes, welcomes, links and group codes. */
export function EntranceTabs() {
  const say = useSay();
  return (
    <nav className="entrance-tabs" aria-label={say('channels.tabs')}>
      <NavLink to="/channels" end>
        {say('channels.title')}
      </NavLink>
      <NavLink to="/channels/welcomes">{say('welcomes.title')}</NavLink>
      <NavLink to="/channels/links">{say('links.title')}</NavLink>
    </nav>
  );
}
