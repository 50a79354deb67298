import { Table } from 'antd';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count } from '../../lib/format';
import { isTextKey, useSay } from '../../lib/i18n/i18n';

/** The members who serve customers, those with most friends first. */
export function MembersPanel() {
  const say = useSay();
  const members = api.useQuery('get', '/api/wecom/members', { params: { query: { limit: 500 } } }, { refetchInterval: 30_000 });
  const items = [...(members.data?.items ?? [])].sort((a, b) => b.customers - a.customers);
  return (
    <Panel title={say('contacts.members')} hint={say('contacts.members.hint')}>
      {members.isError && <ProblemAlert error={members.error} />}
      <Table
        rowKey="userid"
        size="small"
        loading={members.isPending}
        dataSource={items}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: say('contacts.member.name'), render: (_, member) => <b>{member.name ?? member.userid}</b> },
          { title: 'userid', render: (_, member) => <code>{member.userid}</code>, responsive: ['md'] },
          {
            title: say('contacts.member.status'),
            render: (_, member) => {
              const key = `contacts.status.${member.status}`;
              return <span className={member.status === 'serving' ? 'good' : 'bad'}>{isTextKey(key) ? say(key) : member.status}</span>;
            },
          },
          { title: say('contacts.member.friends'), align: 'right', render: (_, member) => <span className="num">{count(member.customers)}</span> },
        ]}
      />
    </Panel>
  );
}
