import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Panel } from '../../../components/panel';
import { ProblemAlert } from '../../../components/problem-alert';
import { fetchClient } from '../../../lib/api';
import { useSay } from '../../../lib/i18n/i18n';
import type { DraftAnswer } from '../../../lib/types';
import { PublishPanel } from './publish-panel';
import { StepTimes } from './step-times';
import { TextWithLines } from './text-with-lines';
import { draftKey } from './use-draft';

const settleMs = 700;

interface DraftEditorProps {
  readonly sop: string;
  /** The version in force. */
  readonly live: number;
  readonly start: string;
  readonly kept: DraftAnswer | null;
}

/** The text is kept on the server soon after each change; its answer says what speaks against publishing it. */
export function DraftEditor({ sop, live, start, kept }: DraftEditorProps) {
  const say = useSay();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState(start);
  const [saved, setSaved] = useState(kept);
  const newest = useRef(start);
  const save = useMutation({
    mutationFn: async ({ words, basedOn }: { words: string; basedOn: number }) =>
      (await fetchClient.PUT('/api/drafts/{kind}/{name}', { params: { path: { kind: 'sop', name: sop } }, body: { text: words, basedOn } })).data,
    onSuccess: (answer) => {
      if (answer === undefined) return;
      setSaved(answer);
      client.setQueryData(draftKey(sop), answer);
    },
  });
  const drop = useMutation({
    mutationFn: () => fetchClient.DELETE('/api/drafts/{kind}/{name}', { params: { path: { kind: 'sop', name: sop } } }),
    onSuccess: () => {
      client.setQueryData(draftKey(sop), null);
      void navigate(`/sops/${encodeURIComponent(sop)}`);
    },
  });
  const basedOn = saved?.basedOn ?? live;
  const { mutate } = save;
  const isKept = saved?.text === text;
  useEffect(() => {
    newest.current = text;
    if (isKept) return;
    const timer = setTimeout(() => {
      mutate({ words: text, basedOn });
    }, settleMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text, isKept, basedOn, mutate]);
  const refusals = saved?.refusals ?? [];
  return (
    <>
      {saved?.outdated === true && (
        <p className="note warn" role="status">
          {say('versions.outdated', { based: saved.basedOn, live: saved.liveVersion })}{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              mutate({ words: newest.current, basedOn: saved.liveVersion });
            }}
          >
            {say('versions.rebase', { n: saved.liveVersion })}
          </button>
        </p>
      )}
      <div className="grid grid-2-1">
        <Panel
          title={say('versions.file')}
          hint={say(save.isError ? 'versions.notKept' : isKept ? 'versions.kept' : 'versions.keeping')}
          extra={
            saved !== null && (
              <Button
                size="small"
                danger
                loading={drop.isPending}
                onClick={() => {
                  void modal.confirm({ title: say('versions.drop.sure'), okText: say('versions.drop'), okButtonProps: { danger: true }, onOk: () => drop.mutateAsync() });
                }}
              >
                {say('versions.drop')}
              </Button>
            )
          }
        >
          {save.isError && <ProblemAlert error={save.error} onRetry={() => mutate({ words: text, basedOn })} />}
          {drop.isError && <ProblemAlert error={drop.error} />}
          <TextWithLines label={say('versions.file')} text={text} marked={refusals.map((refusal) => refusal.line)} onChange={setText} />
          {refusals.length > 0 && (
            <ul className="refusals" role="alert">
              {refusals.map((refusal) => (
                <li key={`${refusal.file}:${String(refusal.line)}:${refusal.path}:${refusal.code}`}>
                  <b className="bad">{refusal.line > 0 ? say('versions.line', { n: refusal.line }) : refusal.file}</b> {refusal.path !== '' && <code>{refusal.path}</code>}{' '}
                  {say('versions.refusal', { given: refusal.given, allowed: refusal.allowed })}
                </li>
              ))}
            </ul>
          )}
          {saved?.warnings.map((warning) => (
            <p key={`${warning.file}:${String(warning.line)}:${warning.code}`} className="note warn">
              {say('versions.line', { n: warning.line })}{say('common.colon')}{warning.message}
            </p>
          ))}
          <StepTimes text={text} onChange={setText} />
        </Panel>
        <PublishPanel sop={sop} ready={saved !== null && isKept && refusals.length === 0 && !saved.outdated} untouched={saved === null} savedAt={saved?.savedAt ?? ''} />
      </div>
    </>
  );
}
