import { useSay } from '../../lib/i18n/i18n';

interface CauseProps {
  /** `event:ID`, `time` or `definition`. */
  readonly cause: string | null | undefined;
  readonly onFindEvent: (eventId: string) => void;
  /** The events' names in words, by id. */
  readonly eventNames: ReadonlyMap<string, string>;
}

/** Why something changed; an event leads to its place on the timeline. */
export function Cause({ cause, onFindEvent, eventNames }: CauseProps) {
  const say = useSay();
  if (cause === null || cause === undefined || cause === '') return null;
  if (!cause.startsWith('event:')) {
    const known = cause === 'time' ? say('cause.time') : cause === 'definition' ? say('cause.definition') : cause;
    return (
      <span className="cause">
        {say('cause.because')} {known}
      </span>
    );
  }
  const id = cause.slice('event:'.length);
  return (
    <span className="cause">
      {say('cause.because')}{' '}
      <button
        type="button"
        className="link"
        title={`${say('cause.find')} · ${id}`}
        onClick={() => {
          onFindEvent(id);
        }}
      >
        {eventNames.get(id) ?? say('cause.event', { id: id.length > 14 ? `${id.slice(0, 12)}…` : id })}
      </button>
    </span>
  );
}
