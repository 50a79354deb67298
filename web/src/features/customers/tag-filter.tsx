import { Select } from 'antd';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';

interface TagFilterProps {
  /** `GROUP/TAG`, or nothing. */
  readonly value: string;
  readonly onChange: (tag: string) => void;
}

/** Every tag by its group, with how many people hold it now. */
export function TagFilter({ value, onChange }: TagFilterProps) {
  const say = useSay();
  const groups = api.useQuery('get', '/api/tags', { params: { query: { limit: 500 } } }, { refetchInterval: 10_000 });
  return (
    <Select
      className="filter-tag"
      allowClear
      showSearch={{ optionFilterProp: 'title' }}
      loading={groups.isPending}
      placeholder={say('customers.tag')}
      aria-label={say('customers.tag')}
      value={value === '' ? null : value}
      onChange={(tag: string | null | undefined) => {
        onChange(tag ?? '');
      }}
      options={itemsOf(groups.data).map((group) => ({
        label: group.title ?? group.id,
        options: group.tags.map((tag) => {
          const title = tag.title ?? tag.tag;
          return {
            value: tag.tag.includes('/') ? tag.tag : `${group.id}/${tag.tag}`,
            title,
            label: (
              <span className="option-count">
                <span>{title}</span>
                <span className="faint num">{count(tag.customers)}</span>
              </span>
            ),
          };
        }),
      }))}
    />
  );
}
