import type { RehearsalReport } from '../../lib/types';

/** Which of a report's numbers somebody asks about: the server lists the customers behind it. */
export interface Figure {
  readonly figure: string;
  readonly sop?: string;
  readonly day?: string;
  readonly member?: string;
  readonly material?: string;
  readonly reason?: string;
  readonly other?: string;
}

/** One number in each of the compared reports, and what stands behind it. */
export interface Cell {
  readonly values: readonly number[];
  /** Null where no customers stand behind it: tasks, say. */
  readonly figure: Figure | null;
}

export interface Row {
  readonly key: string;
  readonly label: string;
  readonly note?: string;
  readonly cells: readonly Cell[];
}

type Of<T> = (report: RehearsalReport) => readonly T[];

/** Rows of things that stand in one report, or in the other, or in both; in the order in which they are first met. */
export function joinRows<T>(
  reports: readonly RehearsalReport[],
  of: Of<T>,
  key: (one: T) => string,
  label: (one: T) => { readonly label: string; readonly note?: string },
  columns: readonly { readonly value: (one: T) => number; readonly figure: (one: T) => Figure | null }[],
): Row[] {
  const byKey = reports.map((report) => new Map(of(report).map((one) => [key(one), one])));
  const all = new Map(byKey.flatMap((known) => [...known]).map(([name, one]) => [name, one]));
  return [...all].map(([name, one]) => ({
    key: name,
    ...label(one),
    cells: columns.map((column) => ({
      values: byKey.map((known) => {
        const found = known.get(name);
        return found === undefined ? 0 : column.value(found);
      }),
      figure: column.figure(one),
    })),
  }));
}

/** One cell per report. */
export function cellOf(reports: readonly RehearsalReport[], value: (report: RehearsalReport) => number, figure: Figure | null): Cell {
  return { values: reports.map(value), figure };
}

/** Every day that one of the reports tells of, with those between them: a day without anything is told by its emptiness. */
export function daysOf(reports: readonly RehearsalReport[]): string[] {
  const told = reports.flatMap((report) => report.days.map((day) => day.day)).sort();
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return [];
  const days: string[] = [];
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= Date.parse(`${last}T00:00:00Z`); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
