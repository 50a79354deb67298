import { Table } from 'antd';
import { MemberName } from '../../components/member-name';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';

/** Customer groups (客户群). */
export function GroupsPanel() {
  const say = useSay();
  const groups = api.useQuery('get', '/api/wecom/groups', { params: { query: { limit: 500 } } }, { refetchInterval: 30_000 });
  return (
    <Panel title={say('contacts.groups')} hint={say('contacts.groups.hint')}>
      {groups.isError && <ProblemAlert error={groups.error} />}
      <Table
        rowKey="id"
        size="small"
        loading={groups.isPending}
        dataSource={groups.data?.items ?? []}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: say('contacts.group.name'), dataIndex: 'name' },
          { title: say('contacts.group.owner'), render: (_, group) => <MemberName userid={group.owner} /> },
          { title: say('contacts.group.customers'), align: 'right', render: (_, group) => <span className="num">{count(group.customers)}</span> },
        ]}
      />
    </Panel>
  );
}
