import { Input } from 'antd';
import { useSay } from '../../lib/i18n/i18n';
import { moveStep, timesIn } from './moved-time';

/** The steps' times as fields, for who only wants to move one: each writes into the text. */
export function StepTimes({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const say = useSay();
  const times = timesIn(text);
  if (times.length === 0) return null;
  return (
    <fieldset className="step-times">
      <legend>{say('versions.times')}</legend>
      {times.map(({ id, at, line }) => (
        <label key={line}>
          <code>{id}</code>
          <Input
            size="small"
            value={at}
            onChange={(event) => {
              onChange(moveStep(text, line, event.target.value));
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}
