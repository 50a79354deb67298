import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';

/** Declares a webhook, or changes the address of one. A secret that is made is shown this once. */
export function DeclareForm({ onDeclared }: { readonly onDeclared: () => void }) {
  const say = useSay();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const put = api.useMutation('put', '/api/webhooks/{name}', { onSuccess: onDeclared });
  return (
    <form
      className="declare"
      onSubmit={(event) => {
        event.preventDefault();
        put.mutate({ params: { path: { name: name.trim() } }, body: { url: url.trim(), secret: null } });
      }}
    >
      <label>
        {say('webhooks.name')}
        <Input
          value={name}
          placeholder="crm"
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
      </label>
      <label>
        {say('webhooks.url')}
        <Input
          value={url}
          placeholder="https://crm.example.com/hook"
          onChange={(event) => {
            setUrl(event.target.value);
          }}
        />
      </label>
      <Button type="primary" htmlType="submit" loading={put.isPending} disabled={name.trim() === '' || url.trim() === ''}>
        {say('webhooks.save')}
      </Button>
      {put.error !== null && <ProblemAlert error={put.error} />}
      {put.data?.secret != null && <Alert type="success" title={say('webhooks.secret')} description={<code className="secret">{put.data.secret}</code>} />}
    </form>
  );
}
