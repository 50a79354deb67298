import { Alert, Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { Logo } from '../../components/logo';
import { ProblemAlert } from '../../components/problem-alert';
import { useLanguage } from '../../lib/i18n/i18n';
import { ProblemError } from '../../lib/problem';
import { useSignIn } from '../../lib/session';

export default function SignInPage() {
  const { say, change } = useLanguage();
  const signIn = useSignIn();
  const status = signIn.error instanceof ProblemError ? signIn.error.status : undefined;
  useEffect(() => {
    document.title = `${say('session.title')} · ${say('brand.name')}`;
  }, [say]);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="sign-in-brand">
          <Logo size={52} />
          <div>
            <h1>{say('brand.name')}</h1>
            <p>{say('brand.motto')}</p>
          </div>
        </div>
        <p className="sign-in-promise">{say('brand.promise')}</p>
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={({ password }: { password: string }) => {
            signIn.mutate(password);
          }}
        >
          <Form.Item name="password" label={say('session.password')} extra={say('session.hint')} rules={[{ required: true, message: say('session.required') }]}>
            <Input.Password size="large" autoFocus autoComplete="current-password" />
          </Form.Item>
          {signIn.isError && (
            <Form.Item>
              {status === 401 || status === 403 || status === 422 ? (
                <Alert type="error" showIcon role="alert" title={say('session.wrong')} />
              ) : status === 429 ? (
                <Alert type="warning" showIcon role="alert" title={say('session.tooMany')} />
              ) : (
                <ProblemAlert error={signIn.error} />
              )}
            </Form.Item>
          )}
          <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
            {say('session.signIn')}
          </Button>
        </Form>
        <Button
          type="link"
          className="sign-in-language"
          onClick={() => {
            change(say.language === 'zh' ? 'en' : 'zh');
          }}
        >
          {say('nav.language')}
        </Button>
      </div>
    </main>
  );
}
