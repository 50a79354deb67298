import { App } from 'antd';
import { useSay, word } from '../lib/i18n/i18n';

interface IdentityChipProps {
  readonly kind: string;
  readonly value: string;
}

/** An identity; a click copies its value. */
export function IdentityChip({ kind, value }: IdentityChipProps) {
  const say = useSay();
  const { message } = App.useApp();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    void message.success(say('common.copied'));
  };
  return (
    <button
      type="button"
      className="identity"
      title={`${kind}:${value}`}
      aria-label={`${say('common.copy')} ${word(say, 'identity', kind)} ${value}`}
      onClick={(event) => {
        event.stopPropagation();
        void copy();
      }}
    >
      <span className="identity-kind">{word(say, 'identity', kind)}</span>
      <span className="identity-value">{value}</span>
    </button>
  );
}
