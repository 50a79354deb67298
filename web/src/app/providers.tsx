import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useState, type ReactNode } from 'react';
import { useLanguage } from '../lib/i18n/i18n';
import { LanguageProvider } from '../lib/i18n/language-provider';
import { ProblemError } from '../lib/problem';
import { sessionKey } from '../lib/session';
import { theme } from './theme';

function createQueryClient(): QueryClient {
  const signedOut = (error: unknown) => {
    // Whatever page finds the session gone, asking for the session again brings the sign-in page up.
    if (error instanceof ProblemError && error.status === 401) client.setQueryData(sessionKey, false);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        // A refusal stays a refusal however often it is asked; an outage may pass.
        retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
        staleTime: 1000,
      },
    },
  });
  return client;
}

function Localised({ children }: { readonly children: ReactNode }) {
  const { say } = useLanguage();
  return (
    <ConfigProvider theme={theme} locale={say.language === 'zh' ? zhCN : enUS}>
      <AntApp>{children}</AntApp>
    </ConfigProvider>
  );
}

export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <Localised>{children}</Localised>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
