import { useStep } from '../../lib/sops';
import { distance } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { useSopTitle } from '../../lib/sops';
import type { Received } from './before-leaving';
import { textOf } from './properties';

interface DeletionStoryProps {
  readonly at: string;
  readonly received: Received;
}

/** What came before a deletion: facts, from which a person judges why. */
export function DeletionStory({ at, received: { messages, latest, complete } }: DeletionStoryProps) {
  const say = useSay();
  const sopTitle = useSopTitle();
  const [sop, id] = [textOf(latest?.properties, 'sop'), textOf(latest?.properties, 'step')];
  const step = useStep(sop, id);
  if (latest === undefined) return complete ? <p className="small warn">{say('timeline.deletion.none')}</p> : null;
  const { unit, amount } = distance(latest.at, at);
  return (
    <p className="small warn">
      {say(complete ? 'timeline.deletion.received' : 'timeline.deletion.receivedMore', { n: messages })}
      {say('timeline.deletion.latest', {
        ago: say(`span.${unit}`, { n: amount }),
        message: sop === undefined ? say('timeline.deletion.unknown') : `${sopTitle(sop)} · ${step?.title ?? id ?? ''}`,
      })}
    </p>
  );
}
