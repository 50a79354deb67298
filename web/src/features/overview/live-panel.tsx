import { useState } from 'react';
import { Nothing } from '../../components/nothing';
import { Panel } from '../../components/panel';
import { count, lengthText, shortTime } from '../../lib/format';
import { useSay, type TextKey } from '../../lib/i18n/i18n';
import { palette } from '../../lib/palette';
import type { OverviewSample } from '../../lib/types';

type Series = 'events' | 'tagMoves' | 'messages' | 'replies' | 'deletions';

const above: readonly Series[] = ['events', 'tagMoves'];
const below: readonly Series[] = ['messages', 'replies', 'deletions'];

const color: Readonly<Record<Series, string>> = {
  events: palette.teal,
  tagMoves: palette.spring,
  messages: palette.sky,
  replies: palette.leaf,
  deletions: palette.rose,
};

const name: Readonly<Record<Series, TextKey>> = {
  events: 'overview.series.events',
  tagMoves: 'overview.series.tagMoves',
  messages: 'overview.series.messages',
  replies: 'overview.series.replies',
  deletions: 'overview.series.deletions',
};

const [width, ground, depth] = [600, 120, 60];

/** The newest samples: what customers do rises above the ground, what goes out and comes back grows below it. */
export function LivePanel({ samples }: { readonly samples: readonly OverviewSample[] }) {
  const say = useSay();
  const [at, setAt] = useState<number | null>(null);
  const shown = at === null ? samples.at(-1) : samples[at];
  if (shown === undefined || samples.length < 2) {
    return (
      <Panel title={say('overview.live')}>
        <Nothing text={say('overview.live.none')} />
      </Panel>
    );
  }
  const slot = width / samples.length;
  const highest = Math.max(1, ...samples.flatMap((sample) => above.map((series) => sample[series])));
  const deepest = Math.max(1, ...samples.map((sample) => below.reduce((sum, series) => sum + sample[series], 0)));
  const first = samples[0] ?? shown;
  const whole = Date.parse(samples.at(-1)?.at ?? first.at) - Date.parse(first.at);
  const hint = say('overview.live.hint', { whole: lengthText(say, whole), each: lengthText(say, whole / (samples.length - 1)) });
  const points = (series: Series) =>
    samples.map((sample, index) => `${((index + 0.5) * slot).toFixed(1)},${(ground - (sample[series] / highest) * (ground - 8)).toFixed(1)}`).join(' ');
  return (
    <Panel
      title={say('overview.live')}
      hint={hint}
      extra={
        <ul className="legend legend-live">
          <li className="num faint">{shortTime(shown.at)}</li>
          {[...above, ...below].map((series) => (
            <li key={series}>
              <i style={{ background: color[series] }} />
              {say(name[series])}
              <b className="num">{count(shown[series])}</b>
            </li>
          ))}
        </ul>
      }
    >
      <svg
        className="live"
        viewBox={`0 0 ${String(width)} ${String(ground + depth)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={hint}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const index = Math.floor(((event.clientX - box.left) / box.width) * samples.length);
          setAt(Math.min(samples.length - 1, Math.max(0, index)));
        }}
        onPointerLeave={() => {
          setAt(null);
        }}
      >
        {above.map((series) => (
          <g key={series}>
            <polygon points={`${String(slot / 2)},${String(ground)} ${points(series)} ${String(width - slot / 2)},${String(ground)}`} fill={color[series]} opacity="0.13" />
            <polyline points={points(series)} fill="none" stroke={color[series]} strokeWidth="2" vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
          </g>
        ))}
        <line x1="0" x2={width} y1={ground} y2={ground} stroke={palette.line} strokeWidth="1.500" vectorEffect="non-scaling-stroke" />
        {samples.map((sample, index) => {
          let y = ground + 2;
          return below.map((series) => {
            const height = (sample[series] / deepest) * (depth - 4);
            const top = y;
            y += height;
            return <rect key={`${String(index)}-${series}`} x={index * slot + slot * 0.2} y={top} width={slot * 0.6} height={height} fill={color[series]} rx="0.800" />;
          });
        })}
        {at !== null && (
          <line x1={(at + 0.5) * slot} x2={(at + 0.5) * slot} y1="0" y2={ground + depth} stroke={palette.faint} strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />
        )}
      </svg>
      <p className="live-times num" aria-hidden>
        {[0, 0.5, 1].map((share) => (
          <span key={share}>{shortTime(samples[Math.round(share * (samples.length - 1))]?.at ?? first.at)}</span>
        ))}
      </p>
    </Panel>
  );
}
