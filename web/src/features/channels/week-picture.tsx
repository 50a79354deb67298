import { memberColors } from '../../lib/palette';
import { useSay } from '../../lib/i18n/i18n';
import { barsOf, type ShiftForm } from './channel-form-state';

interface WeekPictureProps {
  readonly members: readonly { readonly user: string; readonly shifts: readonly ShiftForm[] }[];
}

const left = 30;
const top = 18;
const width = 560;
const height = 168;
const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** Who stands when in an ordinary week: a column for each day, midnight at its top, a bar for each member. */
export function WeekPicture({ members }: WeekPictureProps) {
  const say = useSay();
  const column = (width - left) / days.length;
  const lane = (column - 8) / Math.max(1, members.length);
  const y = (minute: number) => top + ((height - top) * minute) / 1440;
  return (
    <figure className="week">
      <svg viewBox={`0 0 ${String(width)} ${String(height + 4)}`} role="img" aria-label={say('channels.week.label')}>
        {[0, 6, 12, 18, 24].map((hour) => (
          <g key={hour}>
            <line x1={left} x2={width} y1={y(hour * 60)} y2={y(hour * 60)} className="week-line" />
            <text x={left - 6} y={y(hour * 60) + 3} className="week-hour" textAnchor="end">
              {hour}
            </text>
          </g>
        ))}
        {days.map((day) => (
          <text key={day} x={left + column * (day - 0.5)} y={11} className="week-day" textAnchor="middle">
            {say(`channels.day.${day}`)}
          </text>
        ))}
        {members.map((member, number) =>
          barsOf(member.shifts).map((bar, at) => (
            <rect
              key={`${String(number)}/${String(at)}`}
              x={left + column * (bar.day - 1) + 4 + lane * number}
              y={y(bar.from)}
              width={Math.max(2, lane - 2)}
              height={Math.max(1, y(bar.to) - y(bar.from))}
              rx={2}
              fill={memberColors[number % memberColors.length]}
            >
              <title>{member.user}</title>
            </rect>
          )),
        )}
      </svg>
      <figcaption>
        {members.map((member, number) => (
          <span key={`${String(number)}/${member.user}`} className="week-member">
            <i style={{ background: memberColors[number % memberColors.length] }} aria-hidden />
            {member.user === '' ? say('channels.member') : member.user}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
