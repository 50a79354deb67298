import { Link } from 'react-router';
import { Nothing } from '../../components/nothing';
import { Panel } from '../../components/panel';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { TagGroupView } from '../../lib/types';
import { qualified } from './stages';

/** The other groups, each tag with its people as a bar. */
export function OtherTagsPanel({ groups }: { readonly groups: readonly TagGroupView[] }) {
  const say = useSay();
  const highest = Math.max(1, ...groups.flatMap((group) => group.tags.map((tag) => tag.customers)));
  return (
    <Panel title={say('overview.others')} hint={say('overview.others.hint')}>
      {groups.length === 0 && <Nothing text={say('state.empty')} />}
      <div className="tag-groups">
        {groups.map((group) => (
          <div key={group.id}>
            <h3>{group.title ?? group.id}</h3>
            <ul className="meters">
              {group.tags.map((tag) => (
                <li key={tag.tag}>
                  <Link to={`/customers?tag=${encodeURIComponent(qualified(group.id, tag.tag))}`} className="meter">
                    <span className="meter-name">{tag.title ?? tag.tag}</span>
                    <span className="meter-track">
                      <span style={{ width: `${String((tag.customers / highest) * 100)}%` }} />
                    </span>
                    <b className="num">{count(tag.customers)}</b>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Panel>
  );
}
