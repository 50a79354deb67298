import { Link } from 'react-router';
import { Nothing } from '../../components/nothing';
import { Panel } from '../../components/panel';
import { count, percent } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { stageColors } from '../../lib/palette';
import type { TagGroupView } from '../../lib/types';
import { stagesOf } from './stages';

interface StagesPanelProps {
  readonly group: TagGroupView | undefined;
  readonly customers: number;
}

/** Where customers stand in the lifecycle: one column a stage, in the order in which they are walked. */
export function StagesPanel({ group, customers }: StagesPanelProps) {
  const say = useSay();
  if (group === undefined) {
    return (
      <Panel title={say('overview.customers')}>
        <Nothing text={say('state.empty')} hint={say('overview.group.none')} />
      </Panel>
    );
  }
  const stages = stagesOf(group);
  const highest = Math.max(1, ...stages.map((stage) => stage.customers));
  const untagged = customers - stages.reduce((sum, stage) => sum + stage.customers, 0);
  return (
    <Panel
      title={group.title ?? group.id}
      hint={say('overview.group.flow')}
      extra={untagged > 0 && <span className="faint num">{`${say('overview.untagged')} ${count(untagged)}`}</span>}
    >
      <ol className="stages">
        {stages.map((stage, index) => (
          <li key={stage.tag}>
            <Link to={`/customers?tag=${encodeURIComponent(stage.tag)}`} className="stage">
              <span className="stage-count num">{count(stage.customers)}</span>
              <span className="stage-share num">{percent(stage.customers, customers)}</span>
              <span className="stage-column">
                <span
                  style={{
                    height: `${String(Math.max(2, (stage.customers / highest) * 100))}%`,
                    background: stageColors[Math.round((index / Math.max(1, stages.length - 1)) * (stageColors.length - 1))],
                  }}
                />
              </span>
              <span className="stage-title">{stage.title}</span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
