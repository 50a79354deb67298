import { UploadOutlined } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';
import { useRef, useState } from 'react';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { TimeText } from '../../components/time-text';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { asProblem, ProblemError, readProblem } from '../../lib/problem';
import { workspaceBase } from '../../lib/workspace';

/** Pictures, videos and files: kept here, and at WeCom before anybody needs them. */
export function MediaPanel() {
  const say = useSay();
  const chosen = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const media = api.useQuery('get', '/api/media', { params: { query: { limit: 500 } } }, { refetchInterval: 5000 });
  const remove = api.useMutation('delete', '/api/media/{name}', {
    onSuccess: () => {
      void media.refetch();
    },
  });
  const upload = async (file: File) => {
    try {
      const answer = await fetch(`${workspaceBase}/api/media/${encodeURIComponent(nameOf(file))}?kind=${kindOf(file)}&file=${encodeURIComponent(file.name)}`, {
        method: 'PUT',
        body: file,
        headers: { 'content-type': 'application/octet-stream', 'x-shiyu': '1' },
      });
      if (!answer.ok) throw new ProblemError(readProblem(answer.status, await answer.json().catch(() => null)));
      setFailure(null);
    } catch (error) {
      setFailure(asProblem(error));
    }
    await media.refetch();
  };
  return (
    <Panel
      title={say('media.title')}
      hint={say('media.hint')}
      extra={
        <Button icon={<UploadOutlined aria-hidden />} onClick={() => chosen.current?.click()}>
          {say('media.upload')}
        </Button>
      }
    >
      <input
        ref={chosen}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void upload(file);
        }}
      />
      {failure !== null && <ProblemAlert error={failure} />}
      {remove.error !== null && <ProblemAlert error={remove.error} />}
      {media.data?.items.length === 0 && <p className="faint">{say('media.none')}</p>}
      <ul className="plain">
        {itemsOf(media.data).map((each) => (
          <li key={each.name} className="webhook">
            <div className="webhook-body">
              <b>{each.name}</b> <span className="faint">{each.fileName}</span>
              <p className="small">
                {each.atWeCom ? (
                  <span className="good">
                    {say('media.atWeCom')} <TimeText at={each.expiresAt} />
                  </span>
                ) : (
                  <span className="warn">{each.fault ?? say('media.waiting')}</span>
                )}
              </p>
            </div>
            <Popconfirm
              title={say('media.remove.sure')}
              okText={say('channels.remove')}
              cancelText={say('channels.keep')}
              onConfirm={() => {
                remove.mutate({ params: { path: { name: each.name } } });
              }}
            >
              <Button size="small">{say('channels.remove')}</Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function kindOf(file: File): string {
  return file.type === 'image/jpeg' || file.type === 'image/png' ? 'image' : file.type === 'video/mp4' ? 'video' : 'file';
}

/** A key from a file's name: what a key may not hold is left out; of a name in Chinese nothing may be left. */
function nameOf(file: File): string {
  const plain = file.name.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 30);
  return plain === '' ? `media-${String(Date.now() % 1_000_000)}` : plain;
}
