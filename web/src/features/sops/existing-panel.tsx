import { Button } from 'antd';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { ExistingPreview } from './existing-preview';
import { ExistingProgress } from './existing-progress';

/** Customers who were there before the SOP: counted, let in at a pace, watched, stopped. */
export function ExistingPanel({ sop }: { readonly sop: string }) {
  const say = useSay();
  const [counting, setCounting] = useState(false);
  const path = { params: { path: { sop } } };
  const existing = api.useQuery('get', '/api/sops/{sop}/existing', path, { refetchInterval: 2000 });
  const preview = api.useMutation('post', '/api/sops/{sop}/existing');
  const start = api.useMutation('post', '/api/sops/{sop}/existing', {
    onSuccess: () => {
      setCounting(false);
      void existing.refetch();
    },
  });
  const stop = api.useMutation('delete', '/api/sops/{sop}/existing', {
    onSuccess: () => {
      void existing.refetch();
    },
  });

  const view = existing.data;
  if (view === undefined || view.state === 'nobody') return null;
  const going = view.state === 'running' || view.state === 'held';
  const error = preview.error ?? start.error ?? stop.error;
  return (
    <Panel
      title={say('existing.title')}
      hint={say('existing.hint')}
      className="existing"
      extra={
        going ? (
          <Button
            danger
            loading={stop.isPending}
            onClick={() => {
              stop.mutate(path);
            }}
          >
            {say('existing.stop')}
          </Button>
        ) : (
          <Button
            loading={preview.isPending}
            onClick={() => {
              setCounting(true);
              preview.mutate({ ...path, body: { preview: true, pace: null } });
            }}
          >
            {say('existing.count')}
          </Button>
        )
      }
    >
      {error !== null && <ProblemAlert error={error} />}
      {view.state !== 'none' && <ExistingProgress view={view} />}
      {!going && counting && preview.data !== undefined && (
        <ExistingPreview
          view={preview.data}
          starting={start.isPending}
          onStart={(pace) => {
            start.mutate({ ...path, body: { pace, preview: false } });
          }}
        />
      )}
    </Panel>
  );
}
