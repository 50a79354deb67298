/** RFC 9457 problem details as the server answers them; `field`, `given` and `allowed` say what to mend. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly field?: string;
  readonly given?: string;
  readonly allowed?: string;
  /** Every refusal of a set of definitions. */
  readonly errors?: readonly RefusalItem[];
}

export interface RefusalItem {
  readonly file: string;
  /** 0: it is about the whole set. */
  readonly line: number;
  readonly path: string;
  /** The id of the step that the path leads into. */
  readonly step?: string | null;
  readonly given: string;
  readonly allowed: string;
}

/** A refused or failed request. Status 0: the server was not reached. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** Reads a refused answer's body; a body that is no problem document still names its status. */
export function readProblem(status: number, body: unknown): Problem {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const optional = (name: 'detail' | 'field' | 'given' | 'allowed') => {
    const value = text(name);
    return value === undefined ? {} : { [name]: value };
  };
  return {
    type: text('type') ?? 'about:blank',
    title: text('title') ?? `HTTP ${String(status)}`,
    status,
    ...optional('detail'),
    ...optional('field'),
    ...optional('given'),
    ...optional('allowed'),
    ...(Array.isArray(fields['errors']) ? { errors: fields['errors'].filter(isRefusal) } : {}),
  };
}

function isRefusal(value: unknown): value is RefusalItem {
  if (typeof value !== 'object' || value === null) return false;
  const item = value as Record<string, unknown>;
  return typeof item['line'] === 'number' && ['file', 'path', 'given', 'allowed'].every((name) => typeof item[name] === 'string');
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { type: 'about:blank', title: 'Error', status: -1, detail: error instanceof Error ? error.message : String(error) };
}

/** Whether a request was refused with that status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ProblemError && error.status === status;
}
