import type { TagGroupView } from '../../lib/types';

export interface Stage {
  readonly tag: string;
  readonly title: string;
  readonly customers: number;
}

/** The group drawn as stages: the lifecycle, or else the first exclusive group. */
export function stagesGroup(groups: readonly TagGroupView[]): TagGroupView | undefined {
  return groups.find((group) => group.id === 'lifecycle') ?? groups.find((group) => group.exclusive);
}

/**
 * The stages in the order customers walk them. In an exclusive group the first true rule wins, so its file names the most advanced
 * stage first; the walk is the reverse.
 */
export function stagesOf(group: TagGroupView): readonly Stage[] {
  return group.tags
    .map(({ tag, title, customers }) => ({ tag: qualified(group.id, tag), title: title ?? tag, customers }))
    .reverse();
}

/** `GROUP/TAG`, also where only the tag's own name was served. */
export function qualified(group: string, tag: string): string {
  return tag.includes('/') ? tag : `${group}/${tag}`;
}
