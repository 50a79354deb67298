import { LogoutOutlined, TranslationOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { BusinessClock } from '../components/business-clock';
import { Logo } from '../components/logo';
import { useLanguage } from '../lib/i18n/i18n';
import { useSignOut } from '../lib/session';
import { places } from './places';
import { Rain } from './rain';

/** The frame of every page: a rail with the places on wide screens, a bar of them under the thumb on phones. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { say, change } = useLanguage();
  const signOut = useSignOut();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('nav.skip')}
      </a>
      <aside className="rail">
        <Rain />
        <div className="rail-brand">
          <Logo size={34} />
          <span className="rail-name">{say('brand.name')}</span>
        </div>
        <nav className="places" aria-label={say('nav.main')}>
          {places.map(({ to, text, icon: Icon }) => (
            <NavLink key={to} to={to} end={to === '/'} className="place">
              <Icon aria-hidden />
              <span>{say(text)}</span>
            </NavLink>
          ))}
        </nav>
        <div className="rail-foot">
          <BusinessClock />
          <div className="rail-actions">
            <Button
              type="text"
              size="small"
              icon={<TranslationOutlined aria-hidden />}
              onClick={() => {
                change(say.language === 'zh' ? 'en' : 'zh');
              }}
            >
              {say('nav.language')}
            </Button>
            <Tooltip title={say('nav.signOut')}>
              <Button
                type="text"
                size="small"
                aria-label={say('nav.signOut')}
                loading={signOut.isPending}
                icon={<LogoutOutlined aria-hidden />}
                onClick={() => {
                  signOut.mutate();
                }}
              />
            </Tooltip>
          </div>
        </div>
      </aside>
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
