import { Link } from 'react-router';
import { StackedBar } from '../../components/stacked-bar';
import { count } from '../../lib/format';
import { useSay, type Say } from '../../lib/i18n/i18n';
import { palette } from '../../lib/palette';
import { endSentence } from '../../lib/reasons';
import type { PreviewAnswer, ShiftView, SopImpact } from '../../lib/types';
import { instantText } from './instant-text';

/** What a publication would do: who stays, moves and is cut, and what comes earlier, later, not any more or only then. */
export function Impact({ preview, sops }: { readonly preview: PreviewAnswer; readonly sops: readonly string[] }) {
  const say = useSay();
  const { impact, warnings } = preview;
  const own = impact.sops.filter((each) => sops.includes(each.sop));
  const others = impact.sops.filter((each) => !sops.includes(each.sop) && moved(each) > 0);
  const goesOn = (sop: string) => own.some((each) => each.sop === sop && each.toVersion !== null);
  return (
    <div className="impact">
      {own.map((sop) => (
        <section key={sop.sop}>
          {own.length > 1 && <h4>{sop.title ?? sop.sop}</h4>}
          <Figures sop={sop} />
        </section>
      ))}
      {own.length === 0 && <p className="faint">{say('impact.customers', { n: count(impact.customers) })}</p>}
      {others.map((other) => (
        <p key={other.sop} className="note">
          {say('impact.other', { sop: other.title ?? other.sop, n: count(moved(other)) })}
        </p>
      ))}
      {impact.tags.map((tag) => (
        <p key={tag.tag}>
          <span className="chip">{tag.title ?? tag.tag}</span> {say('impact.tag', { enter: count(tag.enter), leave: count(tag.leave) })}
        </p>
      ))}
      {warnings.map((warning) => (
        <p key={`${warning.file}:${String(warning.line)}:${warning.code}:${warning.path}`} className="note warn">
          {warning.message}
        </p>
      ))}
      {impact.shifts.length > 0 && (
        <details open={impact.shifts.length <= 6}>
          <summary>{say('impact.shifts')}</summary>
          <ul className="shifts">
            {impact.shifts.map((shift) => (
              <Shift key={`${shift.customer}:${shift.sop}:${shift.step}:${shift.before ?? ''}:${shift.after ?? ''}`} shift={shift} />
            ))}
          </ul>
        </details>
      )}
      {impact.cuts.length > 0 && (
        <details open={impact.cuts.length <= 6}>
          <summary>{say('impact.cuts')}</summary>
          <ul className="shifts">
            {impact.cuts.map((cut) => (
              <li key={`${cut.customer}:${cut.sop}`}>
                <Link to={`/customers/${cut.customer}`}>{cut.name ?? cut.customer}</Link> <span className="faint">{cutText(say, cut.reason, goesOn(cut.sop))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="faint small">{say('impact.until', { until: impact.until.slice(0, 10) })}</p>
    </div>
  );
}

/** A run that is withdrawn while its SOP goes on has no place in the new version. */
function cutText(say: Say, reason: string, goesOn: boolean): string {
  return reason === 'withdrawn' && goesOn ? say('impact.noPlace') : endSentence(say, reason);
}

function moved(sop: SopImpact): number {
  const { earlier, later, gone, added } = sop.messages;
  return earlier + later + gone + added;
}

function Figures({ sop }: { readonly sop: SopImpact }) {
  const say = useSay();
  const cut = Object.values(sop.cut).reduce((sum, n) => sum + n, 0);
  const { same, earlier, later, gone, added } = sop.messages;
  return (
    <>
      <p>{sop.going === 0 ? say('impact.nobody') : say('impact.going', { n: count(sop.going) })}</p>
      {sop.going > 0 && (
        <StackedBar
          label={say('impact.runs')}
          legend
          parts={[
            { key: 'stay', label: say('impact.stay'), value: sop.stay, color: palette.sky },
            { key: 'move', label: say('impact.move'), value: sop.move, color: palette.leaf },
            { key: 'cut', label: say('impact.cut'), value: cut, color: palette.rose },
          ]}
        />
      )}
      {cut > 0 && (
        <ul className="plain small">
          {Object.entries(sop.cut).map(([reason, n]) => (
            <li key={reason}>
              <span className="num bad">{count(n)}</span> {cutText(say, reason, sop.toVersion !== null)}
            </li>
          ))}
        </ul>
      )}
      {sop.closed && <p className="note warn">{say('impact.closed', { n: count(sop.stay) })}</p>}
      {same + earlier + later + gone + added > 0 && (
        <div>
          <p className="faint small">{say('impact.messages')}</p>
          <StackedBar
            label={say('impact.messages')}
            legend
            parts={[
              { key: 'same', label: say('impact.same'), value: same, color: palette.faint },
              { key: 'earlier', label: say('impact.earlier'), value: earlier, color: palette.amber },
              { key: 'later', label: say('impact.later'), value: later, color: palette.sky },
              { key: 'gone', label: say('impact.gone'), value: gone, color: palette.rose },
              { key: 'added', label: say('impact.added'), value: added, color: palette.leaf },
            ]}
          />
        </div>
      )}
    </>
  );
}

function Shift({ shift }: { readonly shift: ShiftView }) {
  const say = useSay();
  return (
    <li>
      <Link to={`/customers/${shift.customer}`}>{shift.name ?? shift.customer}</Link> <b>{shift.stepTitle ?? shift.step}</b>
      <span className="shift-times num">
        {instantText(say, shift.before)} → {instantText(say, shift.after)}
      </span>
    </li>
  );
}
