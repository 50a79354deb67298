import { ProblemError } from '../../lib/problem';

/** What is refused in a draft, line by line. */
export function Refusals({ error }: { readonly error: unknown }) {
  const refused = error instanceof ProblemError ? error.problem.errors : undefined;
  if (refused === undefined || refused.length === 0) return null;
  return (
    <ul className="reh-refusals">
      {refused.map((each, i) => (
        <li key={i}>
          <code>
            {each.file}
            {each.line > 0 && `:${String(each.line)}`} {each.path}
          </code>{each.step != null && <b> {each.step}</b>}{' '}
          {each.given} → {each.allowed}
        </li>
      ))}
    </ul>
  );
}
