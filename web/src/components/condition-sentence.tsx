import { conditionText } from '../lib/condition-text';
import { useDefinitionNames } from '../lib/definition-names';
import { useSay } from '../lib/i18n/i18n';

interface ConditionSentenceProps {
  readonly tree: unknown;
  /** As it stands in the definition's file, for those who write them. */
  readonly written: string | null;
}

/** A condition as one readable sentence. */
export function ConditionSentence({ tree, written }: ConditionSentenceProps) {
  const say = useSay();
  return <span title={written ?? undefined}>{conditionText(say, useDefinitionNames(), tree)}</span>;
}
