import { Tooltip } from 'antd';
import { count, percent } from '../lib/format';

export interface BarPart {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

interface StackedBarProps {
  readonly parts: readonly BarPart[];
  readonly legend?: boolean;
  readonly label: string;
}

/** Parts of a whole, as one bar and, if asked, with their numbers below. */
export function StackedBar({ parts, legend = false, label }: StackedBarProps) {
  const shown = parts.filter((part) => part.value > 0);
  const whole = shown.reduce((sum, part) => sum + part.value, 0);
  return (
    <div className="bar-block">
      <div className="bar" role="img" aria-label={`${label}: ${shown.map((part) => `${part.label} ${count(part.value)}`).join(', ')}`}>
        {shown.map((part) => (
          <Tooltip key={part.key} title={`${part.label} ${count(part.value)} · ${percent(part.value, whole)}`}>
            <span className="bar-part" style={{ flexGrow: part.value, background: part.color }} />
          </Tooltip>
        ))}
      </div>
      {legend && (
        <ul className="legend">
          {shown.map((part) => (
            <li key={part.key}>
              <i style={{ background: part.color }} />
              {part.label}
              <b className="num">{count(part.value)}</b>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
