import { Button } from 'antd';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count, percent, shortTime } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { GuardrailStopView, StepView } from '../../lib/types';

interface StopsProps {
  readonly step: StepView;
  /** Asks for the SOP again. */
  readonly onChanged: () => void;
}

/** What the guardrail keeps back of a step, on what evidence, and letting it go again. */
export function Stops({ step, onChanged }: StopsProps) {
  return step.stops.map((stop) => <Stop key={stop.what} stop={stop} onChanged={onChanged} />);
}

function Stop({ stop, onChanged }: { readonly stop: GuardrailStopView; readonly onChanged: () => void }) {
  const say = useSay();
  const resume = api.useMutation('post', '/api/guardrails/resume', { onSuccess: onChanged });
  const material = stop.what.startsWith('material:') ? stop.what.slice('material:'.length) : null;
  return (
    <div className="stop" role="status">
      <p>
        <b>{material === null ? say('guardrail.step') : say('guardrail.material', { name: material })}</b>{' '}
        {say('guardrail.evidence', {
          time: shortTime(stop.stoppedAt), delivered: count(stop.delivered), deleted: count(stop.deleted), rate: percent(stop.deleted, stop.delivered),
        })}
      </p>
      <Button
        size="small"
        loading={resume.isPending}
        onClick={() => {
          resume.mutate({ body: { what: stop.what } });
        }}
      >
        {say('guardrail.resume')}
      </Button>
      {resume.error !== null && <ProblemAlert error={resume.error} />}
    </div>
  );
}
