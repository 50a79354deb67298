import { api } from '../../lib/api';
import { total } from '../../lib/counts';
import { deliveryStates } from '../../lib/delivery-states';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { deliveryColor } from '../../lib/palette';

interface StateFilterProps {
  readonly value: string | undefined;
  readonly onChange: (state: string | undefined) => void;
  /** Whether the counts, which are of all messages, belong to the list as it is filtered. */
  readonly counted: boolean;
}

/** The states as buttons, with how many messages stand in each. */
export function StateFilter({ value, onChange, counted }: StateFilterProps) {
  const say = useSay();
  const overview = api.useQuery('get', '/api/overview', {}, { refetchInterval: 5000 });
  const states = counted ? overview.data?.deliveries : undefined;
  return (
    <div className="kinds" role="group" aria-label={say('deliveries.state')}>
      <button
        type="button"
        className={value === undefined ? 'kind kind-chosen' : 'kind'}
        aria-pressed={value === undefined}
        onClick={() => {
          onChange(undefined);
        }}
      >
        {say('common.all')} {states && <span className="num">{count(total(states))}</span>}
      </button>
      {deliveryStates.map((state) => (
        <button
          key={state}
          type="button"
          className={value === state ? 'kind kind-chosen' : 'kind'}
          aria-pressed={value === state}
          title={say(`delivery.${state}.hint`)}
          onClick={() => {
            onChange(value === state ? undefined : state);
          }}
        >
          <i style={{ background: deliveryColor[state] }} />
          {say(`delivery.${state}`)} {states && <span className="num">{count(states[state] ?? 0)}</span>}
        </button>
      ))}
    </div>
  );
}
