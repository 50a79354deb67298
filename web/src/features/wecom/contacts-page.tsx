import { PageHeader } from '../../components/page-header';
import { useSay } from '../../lib/i18n/i18n';
import { DriftPanel } from './drift-panel';
import { GroupsPanel } from './groups-panel';
import { MembersPanel } from './members-panel';
import { SyncPanel } from './sync-panel';

/** WeCom's address book as we know it, and how it is kept the same on both sides. */
export default function ContactsPage() {
  const say = useSay();
  return (
    <>
      <PageHeader title={say('contacts.title')} subtitle={say('contacts.subtitle')} />
      <SyncPanel />
      <div className="grid grid-2-1">
        <MembersPanel />
        <GroupsPanel />
      </div>
      <DriftPanel />
    </>
  );
}
