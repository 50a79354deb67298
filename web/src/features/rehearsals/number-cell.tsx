import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { Cell, Figure } from './figures';

export type Ask = (figure: Figure, draft: number, title: string) => void;

interface NumberCellProps {
  readonly cell: Cell;
  readonly title: string;
  readonly onAsk: Ask;
}

/** A number of each report; a click lists the customers behind it. */
export function NumberCell({ cell, title, onAsk }: NumberCellProps) {
  const say = useSay();
  const { figure } = cell;
  const [first = 0, second] = cell.values;
  return (
    <span className="reh-number num">
      {cell.values.map((value, draft) => (
        <span key={draft}>
          {draft > 0 && <span className="faint"> → </span>}
          {figure === null || value === 0 ? (
            count(value)
          ) : (
            <button
              type="button"
              className="link num"
              aria-label={say('rehearse.behind', { what: title, n: count(value) })}
              onClick={() => {
                onAsk(figure, draft, title);
              }}
            >
              {count(value)}
            </button>
          )}
        </span>
      ))}
      {second !== undefined && second !== first && <em className="reh-change">{`${second > first ? '+' : '−'}${count(Math.abs(second - first))}`}</em>}
    </span>
  );
}
