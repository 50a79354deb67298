import { Tooltip } from 'antd';
import { useBusinessNow } from '../lib/clock';
import { distance, fullTime, shortTime } from '../lib/format';
import { useSay } from '../lib/i18n/i18n';

interface TimeTextProps {
  readonly at: string | null | undefined;
  /** Say how far away it is; the instant itself stands in the tooltip. */
  readonly relative?: boolean;
}

/** An instant in the workspace's zone. */
export function TimeText({ at, relative = false }: TimeTextProps) {
  const say = useSay();
  const now = useBusinessNow();
  if (at === null || at === undefined) return <span className="faint">–</span>;
  if (!relative || now === undefined) {
    return (
      <Tooltip title={fullTime(at)}>
        <time dateTime={at} className="num">
          {shortTime(at)}
        </time>
      </Tooltip>
    );
  }
  const { unit, amount, past } = distance(at, now);
  return (
    <Tooltip title={fullTime(at)}>
      <time dateTime={at} className="num">
        {say(`time.${unit}.${past ? 'past' : 'future'}`, { n: amount })}
      </time>
    </Tooltip>
  );
}
