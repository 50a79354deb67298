// A condition of the definition language as one readable sentence. docs/definitions.md says what each form means; a form that this page
// does not know is shown as it was written, never hidden.
import { durationText } from './definitions';
import { isTextKey, word, type Say } from './i18n/i18n';

/** What definitions are called by people. */
export interface DefinitionNames {
  readonly tag: (tag: string) => string;
  readonly audience: (audience: string) => string;
}

type Mapping = Readonly<Record<string, unknown>>;

const symbols: Readonly<Record<string, string>> = { is: '=', is_not: '≠', at_least: '≥', more_than: '>', at_most: '≤', less_than: '<' };
const measures = ['count', 'sum', 'max', 'min', 'avg', 'distinct', 'last', 'first'] as const;

export function conditionText(say: Say, names: DefinitionNames, condition: unknown): string {
  return tidy(say, sentence(say, names, condition));
}

/** An event with the properties it is filtered by: 支付订单（品类 =「礼盒」）. */
export function eventText(say: Say, event: unknown): string {
  const { event: name, where } = asMapping(event) ?? {};
  const title = quoted(say, word(say, 'event', text(name)));
  const filters = Object.entries(asMapping(where) ?? {}).map(([property, wanted]) => `${word(say, 'property', property)} ${comparisons(say, asMapping(wanted) ?? { is: wanted })}`);
  return filters.length === 0 ? title : say('cond.where', { event: title, filters: filters.join(say('cond.comma')) });
}

function sentence(say: Say, names: DefinitionNames, condition: unknown): string {
  if (condition === 'always' || condition === 'never') return say(`cond.${condition}`);
  const form = asMapping(condition);
  if (form === undefined) return text(condition);
  if (Array.isArray(form['all'])) return joined(say, names, form['all'], 'all');
  if (Array.isArray(form['any'])) return joined(say, names, form['any'], 'any');
  if ('not' in form) return negated(say, names, form['not']);
  if ('tag' in form) {
    const held = form['for'];
    const tag = quoted(say, names.tag(text(form['tag'])));
    return held === undefined ? say('cond.tag', { tag }) : say('cond.tag.for', { tag, d: durationText(say, text(held)) });
  }
  if ('audience' in form) return say('cond.audience', { audience: quoted(say, names.audience(text(form['audience']))) });
  if ('contact' in form) return contact(say, form);
  if ('sequence' in form) return sequence(say, form);
  if ('unanswered' in form) return unanswered(say, form);
  if ('event' in form) return happened(say, form);
  if ('attribute' in form) return `${word(say, 'attribute', text(form['attribute']))} ${comparisons(say, without(form, 'attribute'))}`;
  if ('score' in form) return `${text(form['score'])} ${comparisons(say, without(form, 'score'))}`;
  return text(condition);
}

function joined(say: Say, names: DefinitionNames, parts: readonly unknown[], how: 'all' | 'any'): string {
  if (parts.length === 0) return say(how === 'all' ? 'cond.always' : 'cond.never');
  return parts
    .map((part) => {
      const said = sentence(say, names, part);
      const inner = asMapping(part);
      // "a and b or c" could be read two ways.
      const other = inner?.[how === 'all' ? 'any' : 'all'];
      return parts.length > 1 && Array.isArray(other) && other.length > 1 ? say('cond.group', { c: said }) : said;
    })
    .join(say(how === 'all' ? 'cond.and' : 'cond.or'));
}

function negated(say: Say, names: DefinitionNames, condition: unknown): string {
  const form = asMapping(condition) ?? {};
  const keys = Object.keys(form);
  if (keys.length === 1 && 'tag' in form) return say('cond.tag.not', { tag: quoted(say, names.tag(text(form['tag']))) });
  if (keys.length === 1 && 'audience' in form) return say('cond.audience.not', { audience: quoted(say, names.audience(text(form['audience']))) });
  if ('event' in form && !measures.some((measure) => measure in form)) return say('cond.event.not', { event: eventText(say, form), span: span(say, form) });
  if (keys.length === 1 && Array.isArray(form['any'])) return joined(say, names, form['any'].map((part: unknown) => ({ not: part })), 'all');
  return say('cond.not', { c: sentence(say, names, condition) });
}

function happened(say: Say, form: Mapping): string {
  const event = eventText(say, form);
  const when = span(say, form);
  const measure = measures.find((each) => each in form);
  if (measure === undefined) return say('cond.event', { event, span: when });
  const wanted = asMapping(form[measure]) ?? {};
  const of = word(say, 'property', text(wanted['of'] ?? ''));
  const compared = comparisons(say, without(wanted, 'of'));
  return say('cond.event.measure', { event, span: when, measure: say(`cond.measure.${measure}`, { of, compared }) });
}

function sequence(say: Say, form: Mapping): string {
  const events = Array.isArray(form['sequence']) ? form['sequence'].map((each) => eventText(say, each)) : [];
  return say(form['horizon'] === undefined ? 'cond.sequence' : 'cond.sequence.horizon', {
    events: events.join(' → '),
    d: durationText(say, text(form['within'])),
    h: durationText(say, text(form['horizon'] ?? '')),
  });
}

function unanswered(say: Say, form: Mapping): string {
  return say('cond.unanswered', {
    event: eventText(say, form['unanswered']),
    by: eventText(say, form['by']),
    d: durationText(say, text(form['for'])),
    span: span(say, form),
  });
}

function contact(say: Say, form: Mapping): string {
  const state = `cond.contact.${text(form['state'] ?? 'friend')}`;
  const member = form['contact'] === 'any' ? say('cond.contact.any') : text(form['contact']);
  const said = isTextKey(state) ? say(state, { member }) : text(form);
  return form['since'] === undefined ? said : `${said}${say('cond.aside', { c: say('cond.since', { date: text(form['since']) }) })}`;
}

function span(say: Say, form: Mapping): string {
  if (form['within'] !== undefined) return say('cond.within', { d: durationText(say, text(form['within'])) });
  return form['since'] === undefined ? '' : say('cond.since', { date: text(form['since']) });
}

function comparisons(say: Say, compared: Mapping): string {
  const least = compared['at_least'];
  if (least !== undefined && least === compared['at_most']) return `= ${value(say, least)}`;
  const yearly = compared['yearly'] === true ? say('cond.yearly') : '';
  return Object.entries(compared)
    .filter(([name]) => name !== 'yearly')
    .map(([name, wanted]) => {
      const symbol = symbols[name];
      if (symbol !== undefined) return `${symbol} ${value(say, wanted)}`;
      if (name === 'exists') return say(wanted === true ? 'cond.exists' : 'cond.exists.not');
      const key = `cond.compare.${name}`;
      const said = Array.isArray(wanted) ? wanted.map((each) => value(say, each)).join(say('cond.list')) : value(say, wanted);
      return isTextKey(key) ? say(key, { v: said, yearly }) : `${name} ${said}`;
    })
    .join(say('cond.comma'));
}

/** A duration in words; other text in quotation marks; numbers and flags as they are. */
function value(say: Say, wanted: unknown): string {
  if (typeof wanted !== 'string') return text(wanted);
  const duration = durationText(say, wanted);
  return duration === wanted ? quoted(say, wanted) : duration;
}

const quoted = (say: Say, name: string): string => say('cond.quoted', { v: name });

function without(form: Mapping, key: string): Mapping {
  return Object.fromEntries(Object.entries(form).filter(([name]) => name !== key));
}

function asMapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

/** Parts that were left out leave their blanks; Chinese has none between its own characters and around its brackets. */
function tidy(say: Say, said: string): string {
  const once = said.replace(/ {2,}/g, ' ').replace(/ ([,，)）])/g, '$1').trim();
  return say.language === 'zh' ? once.replace(/(?<=[\p{Script=Han}」]) (?=[\p{Script=Han}「])| (?=「)|(?<=」) (?=→)/gu, '') : once;
}
