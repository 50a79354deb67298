import { PageHeader } from '../../components/page-header';
import { useSay } from '../../lib/i18n/i18n';
import { EntranceTabs } from './entrance-tabs';
import { GroupCodesPanel } from './group-codes-panel';
import { LinksPanel } from './links-panel';

/** The other entrances: acquisition links, and codes into customer groups. */
export default function LinksPage() {
  const say = useSay();
  return (
    <>
      <PageHeader title={say('links.title')} subtitle={say('links.subtitle')} />
      <EntranceTabs />
      <div className="stack">
        <LinksPanel />
        <GroupCodesPanel />
      </div>
    </>
  );
}
