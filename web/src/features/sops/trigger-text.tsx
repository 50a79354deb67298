import { api } from '../../lib/api';
import { readTrigger } from '../../lib/definitions';
import { useSay, word } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';

/** What starts an SOP, in words. */
export function TriggerText({ trigger }: { readonly trigger: string }) {
  const say = useSay();
  const { kind, name, rest } = readTrigger(trigger);
  const title = useTagTitle(name);
  if (kind === 'other') return <code>{name}</code>;
  const shown = kind === 'event' ? word(say, 'event', name) : kind === 'tag' ? title : name;
  return (
    <span title={trigger}>
      {say(`sop.trigger.${kind}`, { name: shown })} {rest !== '' && <code className="faint">{rest}</code>}
    </span>
  );
}

/** 意向 · 加购未付 for `intent/cart`; the name itself where no such tag is defined. */
function useTagTitle(name: string): string {
  const groups = api.useQuery('get', '/api/tags', { params: { query: { limit: 500 } } }, { staleTime: 30_000 });
  for (const group of itemsOf(groups.data)) {
    const tag = group.tags.find((each) => each.tag === name || `${group.id}/${each.tag}` === name);
    if (tag) return `${group.title ?? group.id} · ${tag.title ?? tag.tag}`;
  }
  return name;
}
