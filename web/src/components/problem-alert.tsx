import { Alert, Button } from 'antd';
import { useSay } from '../lib/i18n/i18n';
import { asProblem } from '../lib/problem';

interface ProblemAlertProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A refusal or an outage in words: what, where, what was given and what is allowed. */
export function ProblemAlert({ error, onRetry }: ProblemAlertProps) {
  const say = useSay();
  const problem = asProblem(error);
  const offline = problem.status === 0;
  const facts = [
    [say('problem.field'), problem.field],
    [say('problem.given'), problem.given],
    [say('problem.allowed'), problem.allowed],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={offline ? say('state.offline') : `${say('state.error')}${say('common.colon')}${problem.title}`}
      description={
        offline ? undefined : (
          <>
            {problem.detail !== undefined && <p className="problem-detail">{problem.detail}</p>}
            {facts.length > 0 && (
              <dl className="facts">
                {facts.map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                      <code>{value}</code>
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </>
        )
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {say('state.retry')}
          </Button>
        )
      }
    />
  );
}
