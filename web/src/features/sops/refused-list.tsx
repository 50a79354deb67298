import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { forgottenSentence } from '../../lib/reasons';
import type { Counts } from '../../lib/types';

/** Those for whom no run starts, by reason. */
export function RefusedList({ title, refused }: { readonly title: string; readonly refused: Counts }) {
  const say = useSay();
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  return (
    <div className="refused">
      <span className="faint">{title}</span>
      <ul className="legend">
        {reasons.map(([reason, n]) => (
          <li key={reason}>
            {forgottenSentence(say, reason)} <b className="num">{count(n)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
