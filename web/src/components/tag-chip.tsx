import { Tooltip } from 'antd';
import { fullTime } from '../lib/format';
import type { TagView } from '../lib/types';

/** A tag by its title; the group stands in the tooltip, and lifecycle stages stand out. */
export function TagChip({ tag }: { readonly tag: TagView }) {
  const [group, name] = splitTag(tag.tag);
  return (
    <Tooltip title={`${tag.groupTitle ?? group} · ${fullTime(tag.since)}`}>
      <span className={group === 'lifecycle' ? 'chip chip-stage' : 'chip'}>{tag.title ?? name}</span>
    </Tooltip>
  );
}

function splitTag(tag: string): readonly [string, string] {
  const slash = tag.indexOf('/');
  return slash < 0 ? ['', tag] : [tag.slice(0, slash), tag.slice(slash + 1)];
}
