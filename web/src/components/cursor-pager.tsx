import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useSay } from '../lib/i18n/i18n';
import type { CursorPages } from '../lib/cursor-pages';

/** Previous and next over a list that the server pages by cursor. */
export function CursorPager({ pages, next }: { readonly pages: CursorPages; readonly next: string | null | undefined }) {
  const say = useSay();
  if (pages.number === 1 && (next === null || next === undefined)) return null;
  return (
    <nav className="pager" aria-label={say('common.page', { n: pages.number })}>
      <Button icon={<LeftOutlined aria-hidden />} disabled={pages.number === 1} onClick={pages.back}>
        {say('common.previous')}
      </Button>
      <span className="num">{say('common.page', { n: pages.number })}</span>
      <Button
        icon={<RightOutlined aria-hidden />}
        iconPlacement="end"
        disabled={next === null || next === undefined}
        onClick={() => {
          if (typeof next === 'string') pages.forward(next);
        }}
      >
        {say('common.next')}
      </Button>
    </nav>
  );
}
