import type { Row } from './figures';
import { NumberCell, type Ask } from './number-cell';

interface FiguresTableProps {
  readonly head: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly onAsk: Ask;
}

/** Things with their numbers, those of two reports in one cell. */
export function FiguresTable({ head, columns, rows, onAsk }: FiguresTableProps) {
  return (
    <div className="reh-scroll">
      <table className="reh-table">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.label}
                {row.note !== undefined && <span className="faint small"> {row.note}</span>}
              </th>
              {row.cells.map((cell, i) => (
                <td key={columns[i]}>
                  <NumberCell cell={cell} title={columns.length === 1 ? row.label : `${row.label} · ${columns[i] ?? ''}`} onAsk={onAsk} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
