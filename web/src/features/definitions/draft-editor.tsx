import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { fetchClient } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import type { DraftAnswer } from '../../lib/types';
import { draftsKey } from '../../lib/use-draft';
import { PublishPanel } from './publish-panel';
import { StepTimes } from './step-times';
import { TextWithLines } from './text-with-lines';

const settleMs = 700;

interface DraftEditorProps {
  readonly kind: string;
  readonly name: string;
  /** The version in force; 0 where there is none. */
  readonly live: number;
  readonly start: string;
  /** The start is what is in force, or a form to fill in: there is nothing to keep before it is changed. */
  readonly isUntouched: boolean;
  readonly kept: DraftAnswer | null;
  /** Where to go when there is nothing to work on any more. */
  readonly back: string;
}

/** The text is kept on the server soon after each change; its answer says what speaks against publishing it. */
export function DraftEditor({ kind, name, live, start, isUntouched, kept, back }: DraftEditorProps) {
  const say = useSay();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState(start);
  const [saved, setSaved] = useState(kept);
  const newest = useRef(start);
  const of = { params: { path: { kind, name } } };
  const save = useMutation({
    // Without words the definition is to go.
    mutationFn: async ({ words, basedOn }: { words: string | null; basedOn: number }) =>
      (await fetchClient.PUT('/api/drafts/{kind}/{name}', { ...of, body: words === null ? { remove: true, basedOn } : { text: words, basedOn } })).data,
    onSuccess: (answer) => {
      if (answer === undefined) return;
      setSaved(answer);
      void client.invalidateQueries({ queryKey: draftsKey });
    },
  });
  const drop = useMutation({
    mutationFn: () => fetchClient.DELETE('/api/drafts/{kind}/{name}', of),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: draftsKey });
      void navigate(back);
    },
  });
  const basedOn = saved?.basedOn ?? live;
  const { mutate } = save;
  const removes = saved?.removes === true;
  const untouched = isUntouched && saved === null && text === start;
  const isKept = removes || untouched || saved?.text === text;
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
  const leave = useCallback(() => {
    void navigate(removes ? '/definitions' : back);
  }, [navigate, removes, back]);
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
          hint={say(save.isError ? 'versions.notKept' : untouched ? 'versions.unchanged' : isKept ? 'versions.kept' : 'versions.keeping')}
          extra={
            <span className="editor-actions">
              {live > 0 && !removes && (
                <Button
                  size="small"
                  onClick={() => {
                    mutate({ words: null, basedOn: live });
                  }}
                >
                  {say('definitions.remove')}
                </Button>
              )}
              {saved !== null && (
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
              )}
            </span>
          }
        >
          {save.isError && <ProblemAlert error={save.error} onRetry={() => mutate({ words: text, basedOn })} />}
          {drop.isError && <ProblemAlert error={drop.error} />}
          {removes ? (
            <p className="note warn" role="status">
              {say('definitions.removes')}{' '}
              <button
                type="button"
                className="link"
                onClick={() => {
                  mutate({ words: text, basedOn });
                }}
              >
                {say('definitions.keep')}
              </button>
            </p>
          ) : (
            <TextWithLines label={say('versions.file')} text={text} marked={refusals.map((refusal) => refusal.line)} onChange={setText} />
          )}
          {refusals.length > 0 && (
            <ul className="refusals" role="alert">
              {refusals.map((refusal) => (
                <li key={`${refusal.file}:${String(refusal.line)}:${refusal.path}:${refusal.code}`}>
                  <b className="bad">{removes || refusal.line === 0 ? `${refusal.file}:${String(refusal.line)}` : say('versions.line', { n: refusal.line })}</b>{' '}
                  {refusal.step != null && <b>{refusal.step}</b>} {refusal.path !== '' && <code>{refusal.path}</code>}{' '}
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
          {!removes && <StepTimes text={text} onChange={setText} />}
        </Panel>
        <PublishPanel
          key={removes ? 'removes' : 'changes'}
          drafts={saved === null ? [] : [saved]}
          ready={saved !== null && isKept && refusals.length === 0 && !saved.outdated}
          untouched={untouched}
          onPublished={leave}
        />
      </div>
    </>
  );
}
