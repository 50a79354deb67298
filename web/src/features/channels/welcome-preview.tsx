import { Input } from 'antd';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { isTextKey, useSay } from '../../lib/i18n/i18n';

/** Which welcome somebody would get, and what spoke against every other. */
export function WelcomePreviewPanel() {
  const say = useSay();
  const [member, setMember] = useState('');
  const [channel, setChannel] = useState('');
  const [at, setAt] = useState('');
  const preview = api.useQuery('get', '/api/welcomes/preview', {
    params: { query: { member, channel, ...(at === '' ? {} : { at: `${at}:00+08:00` }) } },
  });
  const data = preview.data;
  const whyNotText = (whyNot: string) => {
    const key = `welcomes.not.${whyNot}`;
    return isTextKey(key) ? say(key) : whyNot;
  };
  return (
    <Panel title={say('welcomes.preview')} hint={say('welcomes.preview.hint')}>
      <div className="channel-form-two">
        <label>
          {say('channels.user')}
          <Input
            value={member}
            onChange={(event) => {
              setMember(event.target.value);
            }}
          />
        </label>
        <label>
          {say('welcomes.channel')}
          <Input
            value={channel}
            onChange={(event) => {
              setChannel(event.target.value);
            }}
          />
        </label>
        <label>
          {say('welcomes.at')}
          <Input
            type="datetime-local"
            value={at}
            onChange={(event) => {
              setAt(event.target.value);
            }}
          />
        </label>
      </div>
      {preview.isError && <ProblemAlert error={preview.error} />}
      {data !== undefined && (
        <>
          <p className={data.material === null ? 'faint welcome-verdict' : 'good welcome-verdict'}>
            {data.material === null ? say('welcomes.preview.none') : say('welcomes.preview.gets', { material: data.material })}
          </p>
          {data.text !== null && <blockquote className="welcome-text">{data.text}</blockquote>}
          {data.missingMedia.length > 0 && <p className="warn">{say('welcomes.preview.missing', { media: data.missingMedia.join('、') })}</p>}
          <ol className="plain small">
            {data.considered.map((rule, at) => (
              <li key={at}>
                <b>{rule.name === '' ? say('welcomes.ownOrWorkspace') : rule.name}</b> → {rule.material}{' '}
                <span className={rule.whyNot === null ? 'good' : 'faint'}>
                  {rule.whyNot === null ? say('welcomes.fits') : whyNotText(rule.whyNot)}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
