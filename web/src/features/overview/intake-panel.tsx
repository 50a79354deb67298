import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Loading } from '../../components/loading';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { Rejections } from './rejections';

/** A lag beyond this is a backlog. */
const waitingMs = 1000;

/** Whether everything taken has been decided on, and what was not taken. */
export function IntakePanel() {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const status = api.useQuery('get', '/api/intake/status', {}, { refetchInterval: 2000 });
  const behind = status.data ? status.data.accepted - status.data.folded : 0;
  // Something is always just being decided while events come in; only what waits is worth a warning.
  const well = status.data !== undefined && (behind === 0 || status.data.lagMs < waitingMs);
  return (
    <Panel title={say('overview.intake')} hint={say('overview.intake.hint')}>
      {status.isPending && <Loading />}
      {status.isError && <ProblemAlert error={status.error} />}
      {status.data && (
        <>
          <p className={well ? 'verdict verdict-well' : 'verdict'}>
            {well ? say('overview.intake.caughtUp') : say('overview.intake.behind', { n: count(behind) })}
          </p>
          <dl className="facts facts-wide">
            <div>
              <dt>{say('overview.intake.accepted')}</dt>
              <dd className="num">{count(status.data.accepted)}</dd>
            </div>
            <div>
              <dt>{say('overview.intake.folded')}</dt>
              <dd className="num">{count(status.data.folded)}</dd>
            </div>
            <div>
              <dt>{say('overview.intake.lag')}</dt>
              <dd className="num">{count(status.data.lagMs)} ms</dd>
            </div>
            <div>
              <dt>{say('overview.intake.rejected')}</dt>
              <dd className="num">{count(status.data.rejected)}</dd>
            </div>
          </dl>
          <Button
            onClick={() => {
              setOpen(true);
            }}
          >
            {say('overview.intake.rejections')}
          </Button>
        </>
      )}
      <Drawer
        title={say('overview.rejections.title')}
        open={open}
        size="min(640px, 100vw)"
        onClose={() => {
          setOpen(false);
        }}
        destroyOnHidden
      >
        <Rejections />
      </Drawer>
    </Panel>
  );
}
