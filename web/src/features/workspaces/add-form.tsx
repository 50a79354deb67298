import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';

/** Adds a workspace. Its password and keys are shown this once. */
export function AddForm({ onAdded }: { readonly onAdded: () => void }) {
  const say = useSay();
  const [name, setName] = useState('');
  const add = api.useMutation('post', '/api/workspaces', { onSuccess: onAdded });
  const secrets = [
    ['workspaces.password', add.data?.password],
    ['workspaces.adminKey', add.data?.adminKey],
    ['workspaces.writeKey', add.data?.writeKey],
  ] as const;
  return (
    <form
      className="declare"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ body: { name: name.trim() } });
      }}
    >
      <label>
        {say('workspaces.name')}
        <Input
          value={name}
          placeholder="acme"
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
      </label>
      <Button type="primary" htmlType="submit" loading={add.isPending} disabled={name.trim() === ''}>
        {say('workspaces.add')}
      </Button>
      {add.error !== null && <ProblemAlert error={add.error} />}
      {add.data !== undefined && (
        <Alert
          type="success"
          title={say('workspaces.added')}
          description={
            <dl className="secrets">
              <dt>{say('workspaces.address')}</dt>
              <dd>
                <a href={add.data.path}>{globalThis.location.origin + add.data.path}</a>
              </dd>
              {secrets.map(([text, value]) =>
                value == null ? null : (
                  <div key={text}>
                    <dt>{say(text)}</dt>
                    <dd>
                      <code className="secret">{value}</code>
                    </dd>
                  </div>
                ),
              )}
            </dl>
          }
        />
      )}
    </form>
  );
}
