import { Checkbox } from 'antd';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { useSay } from '../../lib/i18n/i18n';
import { publisherText } from '../../lib/publisher-text';
import { useDrafts } from '../../lib/use-draft';
import { isKind } from './kinds';
import { PublishPanel } from './publish-panel';

/** The drafts that are kept; those that are ticked are looked at and published together. */
export function KeptDrafts() {
  const say = useSay();
  const drafts = useDrafts();
  const { refetch } = drafts;
  const lookAgain = useCallback(() => {
    void refetch();
  }, [refetch]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  if (drafts.isError) return <ProblemAlert error={drafts.error} onRetry={() => void drafts.refetch()} />;
  if (drafts.data === undefined || drafts.data.length === 0) return null;
  const chosen = drafts.data.filter((draft) => !left.has(`${draft.kind}/${draft.name}`));
  return (
    <div className="grid grid-2-1">
      <Panel title={say('definitions.drafts')} hint={say('definitions.drafts.hint')}>
        <ul className="plain kept-drafts">
          {drafts.data.map((draft) => {
            const key = `${draft.kind}/${draft.name}`;
            return (
              <li key={key}>
                <Checkbox
                  aria-label={key}
                  checked={!left.has(key)}
                  onChange={(event) => {
                    const next = new Set(left);
                    if (event.target.checked) next.delete(key);
                    else next.add(key);
                    setLeft(next);
                  }}
                />
                <span>
                  <Link to={`/definitions/${draft.kind}/${draft.name}`}>{draft.name}</Link>{' '}
                  <span className="faint small">{isKind(draft.kind) ? say(`definitions.kind.${draft.kind}`) : draft.kind}</span>
                  {draft.removes && <b className="warn"> {say('versions.draft.removes')}</b>}
                  {draft.outdated && <b className="warn"> {say('versions.draft.outdated', { n: draft.liveVersion })}</b>}
                  {draft.refusals.length > 0 && <b className="bad"> {say('definitions.refused', { n: draft.refusals.length })}</b>}
                  <span className="faint small kept-when">
                    {draft.savedAt.slice(0, 16).replace('T', ' ')} {publisherText(say, draft.by)}
                  </span>
                </span>
              </li>
            );
          })}
        </ul>
      </Panel>
      <PublishPanel drafts={chosen} ready={chosen.length > 0 && chosen.every((draft) => !draft.outdated)} untouched={chosen.length === 0} onPublished={lookAgain} />
    </div>
  );
}
