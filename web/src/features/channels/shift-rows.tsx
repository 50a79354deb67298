import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useSay } from '../../lib/i18n/i18n';
import { newShift, type ShiftForm } from './channel-form-state';

interface ShiftRowsProps {
  readonly shifts: readonly ShiftForm[];
  readonly onChange: (shifts: readonly ShiftForm[]) => void;
}

const days = [1, 2, 3, 4, 5, 6, 7] as const;
const holidays = ['off', 'ignored', 'only'] as const;

/** A member's shifts; none means always. */
export function ShiftRows({ shifts, onChange }: ShiftRowsProps) {
  const say = useSay();
  const change = (at: number, part: Partial<ShiftForm>) => {
    onChange(shifts.map((shift, number) => (number === at ? { ...shift, ...part } : shift)));
  };
  return (
    <div className="shift-rows">
      {shifts.length === 0 && <span className="faint small">{say('channels.always')}</span>}
      {shifts.map((shift, at) => (
        <div key={at} className="shift-row">
          <Select
            mode="multiple"
            className="shift-days"
            aria-label={say('channels.days')}
            value={[...shift.days]}
            disabled={shift.holidays === 'only'}
            options={days.map((day) => ({ value: day as number, label: say(`channels.day.${day}`) }))}
            onChange={(chosen) => {
              change(at, { days: chosen });
            }}
          />
          <Input
            type="time"
            aria-label={say('channels.from')}
            value={shift.from}
            onChange={(event) => {
              change(at, { from: event.target.value });
            }}
          />
          <Input
            type="time"
            aria-label={say('channels.to')}
            value={shift.to === '24:00' ? '00:00' : shift.to}
            onChange={(event) => {
              change(at, { to: event.target.value === '00:00' ? '24:00' : event.target.value });
            }}
          />
          <Select
            aria-label={say('channels.holidays')}
            value={shift.holidays}
            options={holidays.map((each) => ({ value: each as string, label: say(`channels.holidays.${each}`) }))}
            onChange={(chosen) => {
              change(at, { holidays: chosen });
            }}
          />
          <Button
            type="text"
            aria-label={say('channels.removeShift')}
            icon={<DeleteOutlined aria-hidden />}
            onClick={() => {
              onChange(shifts.filter((_, number) => number !== at));
            }}
          />
        </div>
      ))}
      <Button
        size="small"
        onClick={() => {
          onChange([...shifts, newShift]);
        }}
      >
        {say('channels.addShift')}
      </Button>
    </div>
  );
}
