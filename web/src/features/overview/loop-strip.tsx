import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Sparkline } from '../../components/sparkline';
import { count, percent, rate } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { palette } from '../../lib/palette';
import type { OverviewSample, OverviewView } from '../../lib/types';

/** The closed loop as numbers: who is here, what they do, what that moves, what goes out, what comes back. */
export function LoopStrip({ view }: { readonly view: OverviewView }) {
  const say = useSay();
  const delivered = view.deliveries['delivered'] ?? 0;
  const planned = Object.values(view.deliveries).reduce((sum, each) => sum + each, 0);
  const line = (pick: (sample: OverviewSample) => number, color: string) => <Sparkline values={view.recent.map(pick)} color={color} />;
  return (
    <div className="loop">
      <Figure name={say('overview.customers')} value={count(view.customers)} note={say('overview.seenFrom')} to="/customers" />
      <Figure
        name={say('overview.events')}
        value={say('overview.perSecond', { n: rate(view.eventsPerSecond) })}
        note={say('overview.total', { n: count(view.events) })}
        chart={line((sample) => sample.events, palette.teal)}
      />
      <Figure
        name={say('overview.tagMoves')}
        value={say('overview.perSecond', { n: rate(view.tagMovesPerSecond) })}
        note={say('overview.total', { n: count(view.tagMoves) })}
        chart={line((sample) => sample.tagMoves, palette.spring)}
      />
      <Figure name={say('overview.runs')} value={count(view.activeRuns)} note={say('overview.runsNow')} to="/sops" />
      <Figure
        name={say('overview.delivered')}
        value={count(delivered)}
        note={say('overview.messagesTotal', { n: count(planned) })}
        chart={line((sample) => sample.messages, palette.sky)}
        to="/deliveries?state=delivered"
      />
      <Figure
        name={say('overview.replies')}
        value={count(view.replies)}
        note={say('overview.replies.note')}
        chart={line((sample) => sample.replies, palette.leaf)}
      />
      <Figure name={say('overview.orders')} value={count(view.orders)} note={say('overview.perCustomer', { n: view.customers === 0 ? '–' : rate(view.orders / view.customers) })} />
      <Figure
        name={say('overview.deletions')}
        value={count(view.deletions)}
        note={say('overview.ofCustomers', { n: percent(view.deletions, view.customers) })}
        chart={line((sample) => sample.deletions, palette.rose)}
        tone="loss"
      />
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly chart?: ReactNode;
  readonly to?: string;
  readonly tone?: 'loss';
}

function Figure({ name, value, note, chart, to, tone }: FigureProps) {
  const body = (
    <>
      <span className="figure-name">{name}</span>
      <span className="figure-value num">{value}</span>
      <span className="figure-note">{note}</span>
      {chart}
    </>
  );
  const style = tone === 'loss' ? 'figure figure-loss' : 'figure';
  return to === undefined ? (
    <div className={style}>{body}</div>
  ) : (
    <Link className={style} to={to}>
      {body}
    </Link>
  );
}
