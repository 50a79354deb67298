import { Tooltip } from 'antd';
import { shortTime } from '../lib/format';
import { useSay } from '../lib/i18n/i18n';
import { paceText, useBusinessNow, useClock } from '../lib/clock';

/** Business time, ticking; says plainly when it runs faster than the wall's. */
export function BusinessClock() {
  const say = useSay();
  const clock = useClock();
  const now = useBusinessNow();
  if (clock === undefined || now === undefined) return null;
  return (
    <Tooltip title={clock.accelerated ? say('clock.explain', { pace: paceText(say, clock.rate) }) : say('clock.zone', { zone: clock.timeZone })}>
      <div className={clock.accelerated ? 'clock clock-fast' : 'clock'}>
        <span className="clock-label">{say('clock.business')}</span>
        <time dateTime={now}>
          {now.slice(0, 4)}-{shortTime(now)}
        </time>
        {clock.accelerated && <span className="clock-pace">{say('clock.accelerated', { pace: paceText(say, clock.rate) })}</span>}
      </div>
    </Tooltip>
  );
}
