import { Tooltip } from 'antd';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { palette } from '../../lib/palette';
import type { RehearsalReport } from '../../lib/types';
import { daysOf } from './figures';
import type { Ask } from './number-cell';

const colors = [palette.teal, palette.amber] as const;

interface DayBarsProps {
  readonly reports: readonly RehearsalReport[];
  readonly titles: readonly string[];
  readonly what: 'entries' | 'messages';
  readonly onAsk: Ask;
}

/** A bar a day for each report; a click lists the customers of that day. */
export function DayBars({ reports, titles, what, onAsk }: DayBarsProps) {
  const say = useSay();
  const days = daysOf(reports);
  const values = reports.map((report) => new Map(report.days.map((day) => [day.day, day[what]])));
  const most = Math.max(1, ...values.flatMap((known) => [...known.values()]));
  const title = say(`rehearse.perDay.${what}`);
  return (
    <figure className="reh-days">
      <figcaption>
        {title} <span className="faint">{say('rehearse.most', { n: count(most) })}</span>
        {titles.length > 1 && (
          <span className="legend legend-live">
            {titles.map((name, draft) => (
              <span key={draft}>
                <i style={{ background: colors[draft] }} /> {name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div className="reh-columns" role="list">
        {days.map((day) => (
          <div key={day} className="reh-day" role="listitem">
            {values.map((known, draft) => {
              const value = known.get(day) ?? 0;
              const told = `${day} ${titles.length > 1 ? `${titles[draft] ?? ''} ` : ''}${title} ${count(value)}`;
              return (
                <Tooltip key={draft} title={told}>
                  <button
                    type="button"
                    className="reh-column"
                    aria-label={told}
                    disabled={value === 0}
                    onClick={() => {
                      onAsk({ figure: what, day }, draft, `${day} · ${title}`);
                    }}
                  >
                    <span style={{ height: `${(value / most) * 100}%`, background: colors[draft] }} />
                  </button>
                </Tooltip>
              );
            })}
          </div>
        ))}
      </div>
      <div className="live-times">
        <span>{days[0]}</span>
        <span>{days.at(-1)}</span>
      </div>
    </figure>
  );
}
