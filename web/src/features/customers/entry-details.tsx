import { useState } from 'react';
import { Link } from 'react-router';
import { Contest } from '../../components/contest';
import { Json } from '../../components/json';
import { useDefinitionNames } from '../../lib/definition-names';
import { useSay, word } from '../../lib/i18n/i18n';
import type { TimelineEntry } from '../../lib/types';
import { useSopTitle, useStep } from '../../lib/sops';
import { textOf } from './properties';
import { share } from '../../lib/values';
import { summary } from './summary';

/** What an entry carries: the few properties that matter at a glance, and all of it on demand. */
export function EntryDetails({ entry }: { readonly entry: TimelineEntry }) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  // The entry names the material; what the customer read is told by its text, once, where it went out.
  const text = useStep(entry.kind === 'delivery' ? entry.sop : null, entry.step)?.contentText ?? undefined;
  const names = useDefinitionNames();
  const properties = filled(entry.properties) ? entry.properties : undefined;
  const attributes = filled(entry.attributes) ? entry.attributes : undefined;
  const said = entry.name === 'message.received' ? textOf(properties, 'text') : undefined;
  // What is told in words elsewhere in the entry is not told again as a value.
  const told = [...(said === undefined ? [] : ['text']), ...(textOf(properties, 'sop') === undefined ? [] : ['sop', 'step', 'run', 'delivery'])];
  const glance = summary(properties ?? attributes, told);
  return (
    <>
      {entry.kind === 'delivery' && text !== undefined && <p className="bubble">{text}</p>}
      {said !== undefined && <p className="bubble bubble-in">{said}</p>}
      {entry.kind === 'step' && entry.act !== 'send' && entry.content != null && entry.content !== '' && (
        <p className="path-text">{entry.act === 'tag' || entry.act === 'untag' ? names.tag(entry.content) : entry.content}</p>
      )}
      {entry.arm != null && <p className="small faint">{say('deliveries.arm.drawn', { arm: entry.arm, share: share(entry.propensity ?? 0) })}</p>}
      {entry.contest != null && (
        <details className="contest-details">
          <summary>{say('contest.title', { n: entry.contest.contenders.length })}</summary>
          <Contest contest={entry.contest} />
        </details>
      )}
      {(properties !== undefined || attributes !== undefined) && (
        <div className="glance">
          <OfStep sop={textOf(properties, 'sop')} step={textOf(properties, 'step')} />
          {glance.map(({ name, value }) => (
            <span key={name}>
              <span className="faint">{word(say, properties === undefined ? 'attribute' : 'property', name)}</span> {value}
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

/** The step whose message an event is about. */
function OfStep({ sop, step: id }: { readonly sop: string | undefined; readonly step: string | undefined }) {
  const sopTitle = useSopTitle();
  const step = useStep(sop, id);
  if (sop === undefined) return null;
  return (
    <span>
      <Link to={`/sops/${encodeURIComponent(sop)}`}>{sopTitle(sop)}</Link>
      {id !== undefined && ` · ${step?.title ?? id}`}
    </span>
  );
}

function filled(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
