import { stepTimeText } from '../../lib/definitions';
import { useSay, word } from '../../lib/i18n/i18n';
import type { ExplainView } from '../../lib/types';
import { ConditionTree } from './condition-tree';

/** Each step with the conditions that are asked when its turn comes. */
export function StepConditions({ view }: { readonly view: ExplainView }) {
  const say = useSay();
  const title = (id: string) => view.steps.find((step) => step.id === id)?.title ?? id;
  return (
    <ol className="path">
      {view.steps.map((step) => (
        <li key={step.id} className="path-node" data-step={step.id}>
          <span className="path-time">{stepTimeText(say, step.at)}</span>
          <div className="path-body">
            <p className="path-title">
              <b className={view.run.nextStep === step.id ? 'step-next' : undefined}>{step.title ?? step.id}</b>
              <span className="faint">{word(say, 'act', step.act)}</span>
              {view.run.nextStep === step.id && <span className="chip chip-stage">{say('customer.run.next')}</span>}
            </p>
            {step.when === null ? step.arms.length === 0 && <p className="small faint">{say('why.step.free')}</p> : <ConditionTree customer={view.customer} condition={step.when} />}
            {step.arms.map((arm, index) => (
              // A branch's arms stand in the definition's own order.
              <div key={index} className="truth-arm">
                <ConditionTree customer={view.customer} condition={arm.when} />
                <span className="way-to">→ {arm.then === null ? say('common.next') : title(arm.then)}</span>
              </div>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
