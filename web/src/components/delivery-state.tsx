import { Tooltip } from 'antd';
import { isTextKey, useSay } from '../lib/i18n/i18n';
import { deliveryColor, otherColor } from '../lib/palette';

/** A delivery's state as a dot and a word; what it means stands in the tooltip. */
export function DeliveryState({ state }: { readonly state: string }) {
  const say = useSay();
  const key = `delivery.${state}`;
  const hint = `delivery.${state}.hint`;
  return (
    <Tooltip title={isTextKey(hint) ? say(hint) : undefined}>
      <span className="state">
        <i style={{ background: deliveryColor[state] ?? otherColor }} />
        {isTextKey(key) ? say(key) : state}
      </span>
    </Tooltip>
  );
}
