import { Nothing } from '../../components/nothing';
import { Panel } from '../../components/panel';
import { useSay } from '../../lib/i18n/i18n';
import { endSentence, reasonSentence } from '../../lib/reasons';
import { useSopTitle } from '../../lib/sops';
import type { RehearsalReport } from '../../lib/types';
import { DayBars } from './day-bars';
import { cellOf, joinRows, type Row } from './figures';
import { FiguresTable } from './figures-table';
import type { Ask } from './number-cell';

interface ReportProps {
  readonly reports: readonly RehearsalReport[];
  readonly titles: readonly string[];
  readonly onAsk: Ask;
}

/** One report, or two side by side; every number leads to its customers. */
export function Report({ reports, titles, onAsk }: ReportProps) {
  const say = useSay();
  const liveTitle = useSopTitle();
  const sopTitle = (sop: string) => reports.flatMap((report) => report.sops).find((each) => each.sop === sop)?.title ?? liveTitle(sop);
  const most = (of: (report: RehearsalReport) => readonly number[]) => (report: RehearsalReport) => Math.max(0, ...of(report));

  const main: Row[] = [
    { key: 'entries', label: say('rehearse.entries'), cells: [cellOf(reports, (report) => report.entries, { figure: 'entries' })] },
    { key: 'heldOut', label: say('rehearse.heldOut'), cells: [cellOf(reports, (report) => report.heldOut, { figure: 'held_out' })] },
    { key: 'messages', label: say('rehearse.messages'), cells: [cellOf(reports, (report) => report.messages, { figure: 'messages' })] },
    { key: 'reached', label: say('rehearse.reached'), cells: [cellOf(reports, (report) => report.reached, { figure: 'messages' })] },
    { key: 'sender', label: say('rehearse.withoutSender'), cells: [cellOf(reports, (report) => report.members.withoutSender, { figure: 'without_sender' })] },
    { key: 'tasks', label: say('rehearse.weComTasks'), cells: [cellOf(reports, (report) => report.packing.tasks, null)] },
    { key: 'advisor', label: say('rehearse.advisorTasks'), cells: [cellOf(reports, (report) => report.advisorTasks, { figure: 'tasks' })] },
    { key: 'exits', label: say('rehearse.exits'), cells: [cellOf(reports, (report) => report.exits, { figure: 'exits' })] },
    { key: 'saved', label: say('rehearse.saved'), note: say('rehearse.saved.hint'), cells: [cellOf(reports, (report) => report.savedMessages, { figure: 'saved' })] },
    {
      key: 'busiest',
      label: say('rehearse.busiestDay'),
      cells: [cellOf(reports, most((report) => report.days.map((day) => day.messages)), null)],
    },
  ];
  const sops = joinRows(reports, (report) => report.sops, (sop) => sop.sop, (sop) => ({ label: sop.title ?? sop.sop }), [
    { value: (sop) => sop.entries, figure: (sop) => ({ figure: 'entries', sop: sop.sop }) },
    { value: (sop) => sop.messages, figure: (sop) => ({ figure: 'messages', sop: sop.sop }) },
    { value: (sop) => sop.advisorTasks, figure: (sop) => ({ figure: 'tasks', sop: sop.sop }) },
    { value: (sop) => sop.exits, figure: (sop) => ({ figure: 'exits', sop: sop.sop }) },
    { value: (sop) => sop.savedMessages, figure: (sop) => ({ figure: 'saved', sop: sop.sop }) },
  ]);
  const members = joinRows(reports, (report) => report.members.items, (one) => one.member, (one) => ({ label: one.member }), [
    { value: (one) => one.messages, figure: (one) => ({ figure: 'messages', member: one.member }) },
    { value: (one) => one.weComTasks, figure: () => null },
    { value: (one) => one.busiestDayMessages, figure: (one) => (reports.length > 1 ? null : { figure: 'messages', member: one.member, day: one.busiestDay }) },
    { value: (one) => Math.max(0, ...one.days.map((day) => day.weComTasks)), figure: () => null },
  ]);
  const materials = joinRows(
    reports,
    (report) => report.packing.materials,
    (one) => one.material,
    (one) => (one.variables.length > 0 ? { label: one.material, note: one.variables.map((name) => `{{${name}}}`).join(' ') } : { label: one.material }),
    [
      { value: (one) => one.messages, figure: (one) => ({ figure: 'messages', material: one.material }) },
      { value: (one) => one.tasks, figure: () => null },
      { value: (one) => one.tasksWithoutVariables, figure: () => null },
      { value: (one) => one.tasks - one.tasksWithoutVariables, figure: () => null },
    ],
  );
  const caps = joinRows(
    reports,
    (report) => report.caps,
    (cap) => `${cap.sop} ${cap.reason}`,
    (cap) => ({ label: sopTitle(cap.sop), note: reasonSentence(say, cap.reason) }),
    [
      { value: (cap) => cap.customers, figure: (cap) => ({ figure: 'caps', sop: cap.sop, reason: cap.reason }) },
      { value: (cap) => cap.deferred, figure: () => null },
      { value: (cap) => cap.dropped, figure: () => null },
    ],
  );
  const conflicts = joinRows(
    reports,
    (report) => report.conflicts,
    (pair) => `${pair.sop} ${pair.other}`,
    (pair) => ({ label: `${sopTitle(pair.sop)} × ${sopTitle(pair.other)}` }),
    [
      { value: (pair) => pair.overlapCustomers, figure: (pair) => ({ figure: 'overlaps', sop: pair.sop, other: pair.other }) },
      { value: (pair) => pair.overlaps, figure: () => null },
      { value: (pair) => pair.lost + pair.lostByOther, figure: (pair) => ({ figure: 'lost', sop: pair.sop, other: pair.other }) },
    ],
  );
  const ends = joinRows(
    reports,
    (report) => report.sops.flatMap((sop) => Object.entries(sop.ended).map(([reason, n]) => ({ sop, reason, n }))),
    (one) => `${one.sop.sop} ${one.reason}`,
    (one) => ({ label: one.sop.title ?? one.sop.sop, note: endSentence(say, one.reason) }),
    [{ value: (one) => one.n, figure: (one) => ({ figure: 'ends', sop: one.sop.sop, reason: one.reason }) }],
  );
  const packing = {
    tasks: reports.map((report) => report.packing.tasks),
    without: reports.map((report) => report.packing.tasksWithoutVariables),
  };
  return (
    <div className="stack">
      <div className="grid grid-1-2 reh-top">
        <Panel title={say('rehearse.sum')} hint={say('rehearse.sum.hint')}>
          <FiguresTable head="" columns={[titles.join(' → ')]} rows={main} onAsk={onAsk} />
        </Panel>
        <Panel title={say('rehearse.days')} hint={say('rehearse.days.hint')}>
          {reports.every((report) => report.days.length === 0) ? (
            <Nothing text={say('rehearse.nothing')} hint={say('rehearse.nothing.hint')} />
          ) : (
            <>
              <DayBars reports={reports} titles={titles} what="entries" onAsk={onAsk} />
              <DayBars reports={reports} titles={titles} what="messages" onAsk={onAsk} />
            </>
          )}
        </Panel>
      </div>
      <Panel title={say('rehearse.sops')}>
        <FiguresTable
          head={say('nav.sops')}
          columns={[say('rehearse.entries'), say('rehearse.messages'), say('rehearse.advisorTasks'), say('rehearse.exits'), say('rehearse.saved')]}
          rows={sops}
          onAsk={onAsk}
        />
      </Panel>
      <Panel title={say('rehearse.members')} hint={say('rehearse.members.hint')}>
        {members.length === 0 ? (
          <Nothing text={say('rehearse.members.none')} />
        ) : (
          <FiguresTable
            head={say('rehearse.member')}
            columns={[say('rehearse.messages'), say('rehearse.weComTasks'), say('rehearse.busiestDay'), say('rehearse.busiestDayTasks')]}
            rows={members}
            onAsk={onAsk}
          />
        )}
      </Panel>
      <Panel
        title={say('rehearse.packing')}
        hint={say('rehearse.packing.hint', { tasks: packing.tasks.join(' → '), without: packing.without.join(' → ') })}
      >
        {materials.length === 0 ? (
          <Nothing text={say('rehearse.packing.none')} />
        ) : (
          <FiguresTable
            head={say('rehearse.material')}
            columns={[say('rehearse.messages'), say('rehearse.weComTasks'), say('rehearse.withoutVariables'), say('rehearse.variablesCost')]}
            rows={materials}
            onAsk={onAsk}
          />
        )}
      </Panel>
      <div className="grid reh-pair">
        <Panel title={say('rehearse.caps')} hint={say('rehearse.caps.hint')}>
          {caps.length === 0 ? (
            <Nothing text={say('rehearse.caps.none')} />
          ) : (
            <FiguresTable head={say('nav.sops')} columns={[say('rehearse.customers'), say('rehearse.deferred'), say('rehearse.dropped')]} rows={caps} onAsk={onAsk} />
          )}
        </Panel>
        <Panel title={say('rehearse.conflicts')} hint={say('rehearse.conflicts.hint')}>
          {conflicts.length === 0 ? (
            <Nothing text={say('rehearse.conflicts.none')} />
          ) : (
            <FiguresTable head={say('nav.sops')} columns={[say('rehearse.customers'), say('rehearse.overlaps'), say('rehearse.lost')]} rows={conflicts} onAsk={onAsk} />
          )}
        </Panel>
      </div>
      <Panel title={say('rehearse.ends')}>
        {ends.length === 0 ? (
          <Nothing text={say('rehearse.ends.none')} />
        ) : (
          <FiguresTable head={say('nav.sops')} columns={[say('rehearse.runs')]} rows={ends} onAsk={onAsk} />
        )}
      </Panel>
    </div>
  );
}
