import { eventText } from '../../lib/condition-text';
import { readTrigger } from '../../lib/definitions';
import { useDefinitionNames } from '../../lib/definition-names';
import { useSay, word } from '../../lib/i18n/i18n';

interface TriggerTextProps {
  readonly trigger: string;
  /** The trigger in full, where it is known: an event's `where` stands only there. */
  readonly tree?: unknown;
}

/** What starts an SOP, in words. */
export function TriggerText({ trigger, tree }: TriggerTextProps) {
  const say = useSay();
  const names = useDefinitionNames();
  const { kind, name, rest } = readTrigger(trigger);
  if (kind === 'other') return <code>{name}</code>;
  const filtered = kind === 'event' && typeof tree === 'object' && tree !== null && 'where' in tree;
  const shown = filtered ? eventText(say, tree) : kind === 'event' ? word(say, 'event', name) : kind === 'tag' || kind === 'audience' ? names[kind](name) : name;
  return (
    <span title={trigger}>
      {say(`sop.trigger.${kind}`, { name: shown })} {rest !== '' && <code className="faint">{rest}</code>}
    </span>
  );
}
