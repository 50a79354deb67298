import type { ReactNode } from 'react';
import { Panel } from '../../components/panel';
import { ConditionSentence } from '../../components/condition-sentence';
import { durationText, reentryText, senderText } from '../../lib/definitions';
import { count, fullTime } from '../../lib/format';
import { useSay, word } from '../../lib/i18n/i18n';
import type { SopDetail } from '../../lib/types';
import { TriggerText } from './trigger-text';

/** For whom it is, what it is after, and what ends it. */
export function Rules({ sop }: { readonly sop: SopDetail }) {
  const say = useSay();
  const rules: readonly (readonly [string, ReactNode])[] = [
    [say('sops.trigger'), <TriggerText key="trigger" trigger={sop.trigger} tree={sop.triggerTree} />],
    [say('sop.anchor'), sop.anchor === null ? null : <code key="anchor">{sop.anchor}</code>],
    [say('sop.when'), condition(sop.when, sop.whenTree)],
    [say('sop.goal'), condition(sop.goal, sop.goalTree)],
    [say('sop.exit'), condition(sop.exit, sop.exitTree)],
    [say('sop.window'), sop.window === null ? null : durationText(say, sop.window)],
    [say('sop.stay'), say(sop.stay ? 'sop.stay.yes' : 'sop.stay.no')],
    [say('sop.reentry'), reentryText(say, sop.reentry)],
    [say('sop.lateness'), durationText(say, sop.lateness)],
    [say('sop.class'), word(say, 'class', sop.class)],
    [say('sop.priority'), String(sop.priority)],
    [say('sop.margin'), sop.margin === null ? null : count(sop.margin)],
    [say('sop.learnedAt'), sop.learnedAt === null ? null : fullTime(sop.learnedAt)],
    [say('sop.holdout'), sop.holdout],
    [say('sop.sender'), senderText(say, sop.sender)],
  ];
  return (
    <Panel title={say('sop.rules')} className="rules">
      <dl className="pairs">
        {rules.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Panel>
  );
}

function condition(written: string | null, tree: unknown): ReactNode {
  return written === null ? null : <ConditionSentence tree={tree} written={written} />;
}
