import { Tooltip } from 'antd';
import { Link } from 'react-router';
import { Nothing } from '../../components/nothing';
import { Panel } from '../../components/panel';
import { StackedBar } from '../../components/stacked-bar';
import { total } from '../../lib/counts';
import { deliveryStates } from '../../lib/delivery-states';
import { count, percent } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { deliveryColor, otherColor } from '../../lib/palette';
import type { Counts } from '../../lib/types';

/** Messages by state: the way to the customer first, then what did not go and what is unsure. */
export function MessagesPanel({ states }: { readonly states: Counts }) {
  const say = useSay();
  const all = total(states);
  if (all === 0) {
    return (
      <Panel title={say('overview.messages')}>
        <Nothing text={say('state.empty')} hint={say('overview.messages.none')} />
      </Panel>
    );
  }
  return (
    <Panel title={say('overview.messages')} hint={say('overview.messages.hint')} extra={<span className="faint num">{say('common.items', { n: count(all) })}</span>}>
      <StackedBar
        label={say('overview.messages')}
        parts={deliveryStates.map((state) => ({
          key: state,
          label: say(`delivery.${state}`),
          value: states[state] ?? 0,
          color: deliveryColor[state] ?? otherColor,
        }))}
      />
      <ul className="rows">
        {deliveryStates.map((state) => (
          <li key={state}>
            <Tooltip title={say(`delivery.${state}.hint`)} placement="left">
              <Link to={`/deliveries?state=${state}`} className={states[state] ? 'row' : 'row row-zero'}>
                <i style={{ background: deliveryColor[state] }} />
                <span>{say(`delivery.${state}`)}</span>
                <b className="num">{count(states[state] ?? 0)}</b>
                <span className="faint num">{percent(states[state] ?? 0, all)}</span>
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
