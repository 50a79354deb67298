import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { reasonSentence } from '../../lib/reasons';
import type { DeliveryView } from '../../lib/types';
import { taskText } from './task-text';

interface TaskRowProps {
  readonly task: DeliveryView;
  readonly onDone: () => void;
}

/** One thing to do: for whom, until when, and finishing it with what came of it. */
export function TaskRow({ task, onDone }: TaskRowProps) {
  const say = useSay();
  const [outcome, setOutcome] = useState(say('tasks.outcome.usual'));
  const finish = api.useMutation('post', '/api/tasks/{id}/done', { onSuccess: onDone });
  return (
    <li className="webhook">
      <div className="webhook-body">
        <b>{taskText(say, task)}</b> <Link to={`/customers/${encodeURIComponent(task.customer)}`}>{task.customerName ?? task.customer}</Link>
        <p className="small faint">
          <span className={task.overdue ? 'bad' : undefined}>
            {say(task.overdue ? 'tasks.overdue' : 'tasks.due')} <TimeText at={task.dueAt} />
          </span>
          {' · '}
          {task.member ?? say('tasks.nobody')}
          {' · '}
          <Link to={`/sops/${encodeURIComponent(task.sop)}`}>{task.sopTitle ?? task.sop}</Link>
          {task.reason !== null && <span className="bad"> {reasonSentence(say, task.reason)}</span>}
        </p>
        {finish.error !== null && <ProblemAlert error={finish.error} />}
      </div>
      <Popconfirm
        title={say('tasks.outcome')}
        description={
          <Input
            value={outcome}
            maxLength={256}
            aria-label={say('tasks.outcome')}
            onChange={(typed) => {
              setOutcome(typed.target.value);
            }}
          />
        }
        okText={say('tasks.finish')}
        cancelText={say('tasks.notYet')}
        okButtonProps={{ disabled: outcome.trim() === '' }}
        onConfirm={() => {
          finish.mutate({ params: { path: { id: task.id } }, body: { outcome: outcome.trim(), note: null } });
        }}
      >
        <Button size="small" loading={finish.isPending}>
          {say('tasks.finish')}
        </Button>
      </Popconfirm>
    </li>
  );
}
