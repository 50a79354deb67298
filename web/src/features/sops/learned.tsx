import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { LearnedMessageView, RateView, StepView } from '../../lib/types';
import { money, share } from '../../lib/values';

/** What was learned of a step's materials, by segment: both chances with where they may lie, and what a message is worth. */
export function Learned({ step }: { readonly step: StepView }) {
  const say = useSay();
  if (step.learned.length === 0) return null;
  const most = (of: (each: LearnedMessageView) => RateView): number => Math.max(...step.learned.map((each) => of(each).high), 0.01);
  const [convert, remove] = [most((each) => each.convert), most((each) => each.delete)];
  return (
    <>
      <h3>{say('sop.learned')}</h3>
      <ul className="learned">
        {step.learned.map((each) => (
          <li key={`${each.material}/${each.segment}`}>
            <p className="small">
              <code>{each.material}</code>
              {each.segment !== '' && <span className="chip">{each.segmentTitle ?? each.segment}</span>}
              <span className="faint num"> {say('sop.learned.delivered', { n: count(each.delivered) })}</span>
              {each.value !== null && (
                <b className={each.value < 0 ? 'num warn' : 'num good'} title={say('sop.learned.value')}>
                  {' '}
                  {money(each.value)}
                </b>
              )}
              {each.value === null && <span className="faint"> · {say('sop.learned.noMargin')}</span>}
              {each.value !== null && each.thin && <span className="faint"> · {say('sop.learned.thin')}</span>}
            </p>
            <Interval label={say('sop.learned.convert')} rate={each.convert} most={convert} kind="gain" />
            <Interval label={say('sop.learned.delete')} rate={each.delete} most={remove} kind="loss" />
          </li>
        ))}
      </ul>
    </>
  );
}

/** A rate on a line from 0: where it is thought to be, and between which two it lies with 90 %. */
function Interval({ label, rate, most, kind }: { readonly label: string; readonly rate: RateView; readonly most: number; readonly kind: 'gain' | 'loss' }) {
  const at = (value: number): string => `${((value / most) * 100).toFixed(1)}%`;
  return (
    <div className="interval">
      <span className="faint">{label}</span>
      <span className="interval-line" role="img" aria-label={`${label} ${share(rate.mean)} (${share(rate.low)}–${share(rate.high)})`}>
        <i className={`interval-span worth-${kind}`} style={{ left: at(rate.low), width: at(rate.high - rate.low) }} />
        <i className="interval-mean" style={{ left: at(rate.mean) }} />
      </span>
      <span className="num">
        {share(rate.mean)} <span className="faint">{`${share(rate.low)}–${share(rate.high)}`}</span>
      </span>
    </div>
  );
}
