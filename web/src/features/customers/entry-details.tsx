import { useState } from 'react';
import { Json } from '../../components/json';
import { useSay, word } from '../../lib/i18n/i18n';
import type { TimelineEntry } from '../../lib/types';
import { useStepText } from '../../lib/sops';
import { summary } from './summary';

/** What an entry carries: the few properties that matter at a glance, and all of it on demand. */
export function EntryDetails({ entry }: { readonly entry: TimelineEntry }) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  // The entry names the material; what the customer read is told by its text, once, where it went out.
  const text = useStepText(entry.kind === 'delivery' ? entry.sop : null, entry.step);
  const properties = filled(entry.properties) ? entry.properties : undefined;
  const attributes = filled(entry.attributes) ? entry.attributes : undefined;
  const glance = summary(properties ?? attributes);
  return (
    <>
      {entry.kind === 'delivery' && text !== undefined && <p className="bubble">{text}</p>}
      {entry.kind === 'step' && entry.act !== 'send' && entry.content != null && entry.content !== '' && <p className="path-text">{entry.content}</p>}
      {(properties !== undefined || attributes !== undefined) && (
        <div className="glance">
          {glance.map(({ name, value }) => (
            <span key={name}>
              <span className="faint">{word(say, 'property', name)}</span> {value}
            </span>
          ))}
          <button
            type="button"
            className="link"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {'{…}'} {open ? say('common.close') : say('common.details')}
          </button>
        </div>
      )}
      {open && (
        <Json
          value={{
            id: entry.id,
            name: entry.name,
            occurredAt: entry.occurredAt,
            receivedAt: entry.receivedAt,
            source: entry.source,
            properties,
            attributes,
          }}
        />
      )}
    </>
  );
}

function filled(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
