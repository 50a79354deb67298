import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { en } from './en';
import { LanguageContext, sayIn, type Language } from './i18n';
import { zh } from './zh';

const key = 'shiyu.language';

// Chinese unless this browser chose otherwise: the people who work here read Chinese, whatever their machine's locale.
const remembered = (): Language => (localStorage.getItem(key) === 'en' ? 'en' : 'zh');

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(remembered);
  useEffect(() => {
    localStorage.setItem(key, language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const choice = useMemo(
    () => ({ say: sayIn(language, language === 'zh' ? zh : en), change: setLanguage }),
    [language],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}
