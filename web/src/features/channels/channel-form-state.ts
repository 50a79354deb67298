import type { ChannelRequest, ChannelView } from '../../lib/types';

export interface ShiftForm {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly holidays: string;
}

export interface MemberForm {
  readonly user: string;
  readonly weight: number;
  readonly shifts: readonly ShiftForm[];
  readonly dailyCap: number | null;
  readonly totalCap: number | null;
  readonly friendLimit: number;
}

/** A channel code while it is being written. */
export interface ChannelForm {
  readonly name: string;
  readonly title: string;
  readonly members: readonly MemberForm[];
  readonly backups: readonly string[];
  readonly margin: number;
  readonly skipVerify: boolean;
  readonly tags: readonly string[];
  readonly remark: string;
  readonly welcome: string | null;
}

export const newMember: MemberForm = { user: '', weight: 1, shifts: [], dailyCap: null, totalCap: null, friendLimit: 5000 };

export const newShift: ShiftForm = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: 'off' };

export const emptyForm: ChannelForm = {
  name: '',
  title: '',
  members: [newMember],
  backups: [],
  margin: 2,
  skipVerify: true,
  tags: [],
  remark: '',
  welcome: null,
};

export function formOf(channel: ChannelView): ChannelForm {
  return {
    name: channel.name,
    title: channel.title,
    members: channel.members.map(({ user, weight, shifts, dailyCap, totalCap, friendLimit }) => ({
      user,
      weight,
      shifts: shifts.map((shift) => ({ ...shift })),
      dailyCap,
      totalCap,
      friendLimit,
    })),
    backups: channel.backups,
    margin: channel.margin,
    skipVerify: channel.skipVerify,
    tags: channel.tags,
    remark: channel.remark ?? '',
    welcome: channel.welcome,
  };
}

export function requestOf(form: ChannelForm): ChannelRequest {
  return {
    title: form.title.trim(),
    members: form.members.map((member) => ({ ...member, user: member.user.trim(), shifts: member.shifts.map((shift) => ({ ...shift, days: [...shift.days] })) })),
    backups: [...form.backups],
    margin: form.margin,
    skipVerify: form.skipVerify,
    tags: [...form.tags],
    remark: form.remark.trim() === '' ? null : form.remark.trim(),
    welcome: form.welcome,
  };
}

/** A stretch of one day's column in the week's picture, in minutes after midnight. */
export interface WeekBar {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

/** Where shifts stand in an ordinary week; what stands on holidays alone is not in it. One that goes past midnight is two bars. */
export function barsOf(shifts: readonly ShiftForm[]): readonly WeekBar[] {
  if (shifts.length === 0) return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 1440 }));
  return shifts
    .filter((shift) => shift.holidays !== 'only')
    .flatMap((shift) => {
      const [from, to] = [minutes(shift.from), minutes(shift.to)];
      return shift.days.flatMap((day) =>
        to > from
          ? [{ day, from, to }]
          : [
              { day, from, to: 1440 },
              { day: (day % 7) + 1, from: 0, to },
            ],
      );
    });
}
