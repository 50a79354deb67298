import { Alert, Button, Popconfirm } from 'antd';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { isTextKey, useSay } from '../../lib/i18n/i18n';
import type { ChannelView } from '../../lib/types';
import { workspaceBase } from '../../lib/workspace';
import { CodePicture } from './code-picture';
import { WeekPicture } from './week-picture';

interface ChannelCardProps {
  readonly channel: ChannelView;
  readonly onEdit: () => void;
  readonly onFigures: () => void;
  readonly onRemoved: () => void;
}

/** One code: its picture, who stands on it now, why the others do not. */
export function ChannelCard({ channel, onEdit, onFigures, onRemoved }: ChannelCardProps) {
  const say = useSay();
  const remove = api.useMutation('delete', '/api/channels/{name}', { onSuccess: onRemoved });
  const awayText = (reason: string) => {
    const key = `channels.away.${reason}`;
    return isTextKey(key) ? say(key) : reason;
  };
  return (
    <article className="panel channel">
      <header className="panel-header">
        <div>
          <h2>{channel.title}</h2>
          <p>
            <code>{channel.name}</code> · {say('channels.counts', { today: count(channel.today), total: count(channel.total) })}
          </p>
        </div>
        <div className="channel-actions">
          <Button size="small" onClick={onFigures}>
            {say('channels.figures')}
          </Button>
          <Button size="small" onClick={onEdit}>
            {say('channels.edit')}
          </Button>
          <Popconfirm
            title={say('channels.remove.sure')}
            okText={say('channels.remove')}
            cancelText={say('channels.keep')}
            onConfirm={() => {
              remove.mutate({ params: { path: { name: channel.name } } });
            }}
          >
            <Button size="small" danger loading={remove.isPending}>
              {say('channels.remove')}
            </Button>
          </Popconfirm>
        </div>
      </header>
      {channel.fault !== null && <Alert type="warning" showIcon title={say('channels.fault')} description={channel.fault.text} />}
      <div className="channel-body">
        {channel.atWeCom ? (
          <CodePicture name={channel.name} source={`${workspaceBase}/api/channels/${encodeURIComponent(channel.name)}/picture`} />
        ) : (
          <p className="code-picture faint">{say('channels.notAtWeCom')}</p>
        )}
        <div>
          <p className={channel.standingKind === 'members' ? 'good' : 'warn'}>
            {say(channel.standingKind === 'members' ? 'channels.standing' : channel.standingKind === 'backups' ? 'channels.standing.backups' : 'channels.standing.uncovered', {
              members: channel.standing.join('、'),
            })}
            {channel.changesAt !== null && (
              <span className="faint small">
                {' '}
                {say('channels.until')} <TimeText at={channel.changesAt} />
              </span>
            )}
          </p>
          <ul className="channel-members">
            {channel.members.map((member) => (
              <li key={member.user}>
                <b className={member.stands ? 'good' : 'faint'}>{member.user}</b>{' '}
                <span className="small">
                  {say('channels.member.counts', { today: count(member.today), total: count(member.total), friends: count(member.friends) })}
                  {member.away !== null && <span className="warn"> · {awayText(member.away)}</span>}
                  {member.refused !== null && <span className="bad"> {member.refused}</span>}
                </span>
              </li>
            ))}
          </ul>
          <WeekPicture members={channel.members} />
        </div>
      </div>
    </article>
  );
}
