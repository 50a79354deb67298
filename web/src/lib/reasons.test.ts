import { describe, expect, it } from 'vitest';
import { en } from './i18n/en';
import { sayIn } from './i18n/i18n';
import { zh } from './i18n/zh';
import { endSentence, forgottenSentence, reasonSentence } from './reasons';

const chinese = sayIn('zh', zh);
const english = sayIn('en', en);

// The closed lists of the definition language and of the engine's enums.
const stepReasons = ['late', 'expired', 'when_false', 'held_out', 'quiet_hours', 'no_contact', 'do_not_disturb', 'paused', 'guardrail'];
const deliveryReasons = ['not_a_friend', 'quota', 'not_reachable', 'ambiguous', 'exited_before_confirmation', 'not_told:not_reachable'];
const endReasons = ['goal', 'exit', 'do_not_disturb', 'deleted', 'left_trigger', 'window', 'completed', 'withdrawn'];
const forgottenReasons = ['running', 'reentry', 'when_false', 'late', 'goal', 'exit', 'do_not_disturb', 'deleted', 'left_trigger', 'no_anchor'];

describe.each([['Chinese', chinese], ['English', english]] as const)('in %s', (_, say) => {
  it.each([...stepReasons, ...deliveryReasons])('the reason %s is a sentence, not a code', (code) => {
    expect(reasonSentence(say, code)).not.toContain('_');
    expect(reasonSentence(say, code)).not.toBe(code);
  });

  it.each(['cap:day', 'cap:week', 'cap:gap', 'quota:day', 'quota:week', 'quota:month', 'lost_to'])('the limit %s is told in words', (code) => {
    expect(reasonSentence(say, code)).not.toMatch(/cap:|quota:|lost_to|\(\)|（(day|week|gap|month)?）/);
  });

  it.each(endReasons)('the end %s is a sentence, not a code', (code) => {
    expect(endSentence(say, code)).not.toBe(code);
  });

  it.each(forgottenReasons)('the forgotten trigger’s reason %s is a sentence, not a code', (code) => {
    expect(forgottenSentence(say, code)).not.toBe(code);
  });
});

describe('reasons with a name', () => {
  it('tell their names in words', () => {
    expect(reasonSentence(chinese, 'cap:day')).toBe('达到频次上限（每天）');
    expect(reasonSentence(chinese, 'quota:month')).toContain('每月');
    expect(reasonSentence(chinese, 'cap:fortnight')).toContain('fortnight');
    expect(reasonSentence(chinese, 'lost_to:welcome/hello')).toContain('（welcome）');
    expect(reasonSentence(chinese, 'lost_to:welcome/hello', () => '新好友')).toContain('（新好友）');
  });

  it('say why the run ended before the message went out', () => {
    expect(reasonSentence(chinese, 'ended:goal')).toBe('还没发出，执行就结束了：目标达成');
  });

  it('that nobody knows are shown as they came', () => {
    expect(reasonSentence(chinese, 'errcode 45033: busy')).toBe('errcode 45033: busy');
  });
});
