import { Tooltip } from 'antd';
import { TagChip } from '../../components/tag-chip';
import { useSay } from '../../lib/i18n/i18n';
import type { TagView } from '../../lib/types';

const shownMax = 4;

/** A customer's tags in one line, the lifecycle first. */
export function CustomerTags({ tags }: { readonly tags: readonly TagView[] }) {
  const say = useSay();
  const ordered = [...tags].sort((a, b) => Number(b.tag.startsWith('lifecycle/')) - Number(a.tag.startsWith('lifecycle/')));
  const rest = ordered.slice(shownMax);
  return (
    <span className="chips">
      {ordered.slice(0, shownMax).map((tag) => (
        <TagChip key={tag.tag} tag={tag} />
      ))}
      {rest.length > 0 && (
        <Tooltip title={rest.map((tag) => tag.title ?? tag.tag).join(' · ')}>
          <span className="chip chip-more" aria-label={say('customers.moreTags', { n: rest.length })}>
            +{rest.length}
          </span>
        </Tooltip>
      )}
    </span>
  );
}
