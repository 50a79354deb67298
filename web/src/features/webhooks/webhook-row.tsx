import { Button, Popconfirm } from 'antd';
import { Link } from 'react-router';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { WebhookView } from '../../lib/types';

interface WebhookRowProps {
  readonly webhook: WebhookView;
  readonly onRemoved: () => void;
}

export function WebhookRow({ webhook, onRemoved }: WebhookRowProps) {
  const say = useSay();
  const remove = api.useMutation('delete', '/api/webhooks/{name}', { onSuccess: onRemoved });
  return (
    <li className="webhook">
      <div className="webhook-body">
        <b>{webhook.name}</b> <code className="faint">{webhook.url}</code>
        <p className="small faint">
          {webhook.sops.length === 0
            ? say('webhooks.unused')
            : webhook.sops.map((sop) => (
                <Link key={sop} to={`/sops/${encodeURIComponent(sop)}`} className="webhook-sop">
                  {sop}
                </Link>
              ))}
          {webhook.retrying > 0 && <span className="bad"> {say('webhooks.retrying', { n: count(webhook.retrying) })}</span>}
          {webhook.restsUntil !== null && <span className="bad"> {say('webhooks.rests')}</span>}
        </p>
      </div>
      <Popconfirm
        title={say('webhooks.remove.sure')}
        okText={say('webhooks.remove')}
        cancelText={say('webhooks.keep')}
        onConfirm={() => {
          remove.mutate({ params: { path: { name: webhook.name } } });
        }}
      >
        <Button size="small" loading={remove.isPending}>
          {say('webhooks.remove')}
        </Button>
      </Popconfirm>
    </li>
  );
}
