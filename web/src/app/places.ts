import { ApiOutlined, BankOutlined, CheckSquareOutlined, ContactsOutlined, DashboardOutlined, ExperimentOutlined, FileTextOutlined, PartitionOutlined, QrcodeOutlined, SendOutlined, TeamOutlined } from '@ant-design/icons';
import type { TextKey } from '../lib/i18n/i18n';
import { workspaceBase } from '../lib/workspace';

export const places: readonly { readonly to: string; readonly text: TextKey; readonly icon: typeof TeamOutlined }[] = [
  { to: '/', text: 'nav.overview', icon: DashboardOutlined },
  { to: '/customers', text: 'nav.customers', icon: TeamOutlined },
  { to: '/channels', text: 'nav.channels', icon: QrcodeOutlined },
  { to: '/sops', text: 'nav.sops', icon: PartitionOutlined },
  { to: '/definitions', text: 'nav.definitions', icon: FileTextOutlined },
  { to: '/rehearsals', text: 'nav.rehearsals', icon: ExperimentOutlined },
  { to: '/deliveries', text: 'nav.deliveries', icon: SendOutlined },
  { to: '/tasks', text: 'nav.tasks', icon: CheckSquareOutlined },
  { to: '/wecom', text: 'nav.wecom', icon: ContactsOutlined },
  { to: '/webhooks', text: 'nav.webhooks', icon: ApiOutlined },
  // Only the installation's own administrators see which others there are.
  ...(workspaceBase === '' ? [{ to: '/workspaces', text: 'nav.workspaces', icon: BankOutlined } as const] : []),
];
