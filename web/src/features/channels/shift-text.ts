import type { Say } from '../../lib/i18n/i18n';
import type { DutyShiftView } from '../../lib/types';

const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** A stretch of hours in words: 一二三四五 09:00–18:00. */
export function shiftText(say: Say, shift: DutyShiftView): string {
  const on = shift.holidays === 'only' ? say('channels.holidays.only') : days.filter((day) => shift.days.includes(day)).map((day) => say(`channels.day.${day}`)).join(say.language === 'zh' ? '' : ' ');
  return `${on} ${shift.from}–${shift.to}`;
}
