import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { ExistingView } from '../../lib/types';
import { paceUnits, readPace, secondsFor, spanText, type PaceUnit } from './pace';
import { RefusedList } from './refused-list';

interface ExistingPreviewProps {
  readonly view: ExistingView;
  readonly starting: boolean;
  /** Null: the SOP's own pace, and without one all at once. */
  readonly onStart: (pace: string | null) => void;
}

/** How many would enter, at which pace, and how long that takes. */
export function ExistingPreview({ view, starting, onStart }: ExistingPreviewProps) {
  const say = useSay();
  const own = readPace(view.pace);
  const [customers, setCustomers] = useState(own?.customers ?? null);
  const [unit, setUnit] = useState<PaceUnit>(own?.unit ?? 'h');
  const pace = customers === null ? own : { customers, unit };
  const units = paceUnits.includes(unit) ? paceUnits : [unit, ...paceUnits];
  return (
    <div className="existing-preview">
      <p>{view.total === 0 ? say('existing.preview.nobody') : say('existing.preview', { n: count(view.total) })}</p>
      <RefusedList title={say('existing.preview.refused')} refused={view.refused} />
      {view.total > 0 && (
        <div className="existing-start">
          <InputNumber aria-label={say('existing.pace')} min={1} max={1_000_000} precision={0} placeholder={say('existing.pace.all')} value={customers} onChange={setCustomers} />
          <Select aria-label={say('existing.unit')} value={unit} onChange={setUnit} options={units.map((each) => ({ value: each, label: say(`existing.per.${each}`) }))} />
          <span className="faint num">{pace === null ? say('existing.takes.none') : say('existing.takes', { d: spanText(say, secondsFor(view.total, pace)) })}</span>
          <Button
            type="primary"
            loading={starting}
            onClick={() => {
              onStart(customers === null ? null : `${String(customers)}/${unit}`);
            }}
          >
            {say('existing.start')}
          </Button>
        </div>
      )}
    </div>
  );
}
