import { Loading } from '../../components/loading';
import { ProblemAlert } from '../../components/problem-alert';
import { api } from '../../lib/api';
import { count, lengthText, percent } from '../../lib/format';
import { useSay } from '../../lib/i18n/i18n';
import type { ChannelFiguresView } from '../../lib/types';

/** What came of a channel's adds in the last 30 days. */
export function ChannelStatistics({ name }: { readonly name: string }) {
  const say = useSay();
  const statistics = api.useQuery('get', '/api/channels/{name}/statistics', { params: { path: { name } } }, { refetchInterval: 10_000 });
  if (statistics.isPending) return <Loading />;
  if (statistics.isError) return <ProblemAlert error={statistics.error} />;
  const { sum, days } = statistics.data;
  const figures: readonly (readonly [string, (of: ChannelFiguresView) => string])[] = [
    [say('channels.adds'), (of) => count(of.adds)],
    [say('channels.passRate'), (of) => (of.passRate === null ? '–' : percent(of.passRate, 1))],
    [say('channels.wait'), (of) => (of.meanWaitSeconds === null ? '–' : lengthText(say, of.meanWaitSeconds * 1000))],
    [say('channels.kept', { n: 1 }), (of) => percent(of.kept1.kept, of.kept1.of)],
    [say('channels.kept', { n: 7 }), (of) => percent(of.kept7.kept, of.kept7.of)],
    [say('channels.kept', { n: 30 }), (of) => percent(of.kept30.kept, of.kept30.of)],
    [say('channels.buyers'), (of) => count(of.buyers)],
    [say('channels.orders'), (of) => count(of.orders)],
    [say('channels.revenue'), (of) => `¥${count(of.revenue)}`],
  ];
  return (
    <div className="channel-figures">
      <table>
        <thead>
          <tr>
            <th scope="col">{say('channels.date')}</th>
            {figures.map(([title]) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[sum, ...[...days].reverse()].map((row) => (
            <tr key={row.day ?? 'sum'} className={row.day === null ? 'strong' : undefined}>
              <th scope="row">{row.day ?? say('channels.sum')}</th>
              {figures.map(([title, of]) => (
                <td key={title} className="num">
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint small">{say('channels.figures.hint')}</p>
    </div>
  );
}
