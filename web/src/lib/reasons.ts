// The engine and WeCom give reasons as codes from closed lists; people read sentences. A code that is not known is shown as it is,
// never hidden.
import { isTextKey, word, type Say } from './i18n/i18n';

/** Why a step or a delivery is where it is: `late`, `cap:day`, `lost_to:SOP/STEP`, `ended:goal` … An SOP is told by its title where that is known. */
export function reasonSentence(say: Say, code: string, sopTitle: (sop: string) => string = (sop) => sop): string {
  const colon = code.indexOf(':');
  const family = colon < 0 ? code : code.slice(0, colon);
  const name = colon < 0 ? '' : code.slice(colon + 1).trim();
  switch (family) {
    case 'cap':
      return say('reason.cap', { name: word(say, 'budget', name) });
    case 'quota':
      return name === '' ? say('reason.quota') : say('reason.quotaNamed', { name: word(say, 'budget', name) });
    case 'lost_to':
      return name === '' ? say('reason.lost') : say('reason.lost_to', { name: sopTitle(name.split('/')[0] ?? name) });
    case 'dead_letter':
      return say('reason.dead_letter', { why: webhookSentence(say, name) });
    case 'retrying':
      return say('reason.retrying', { why: webhookSentence(say, name) });
    case 'not_told':
      return say('reason.not_told', { why: reasonSentence(say, name) });
    case 'ended':
      return say('reason.ended', { why: endSentence(say, name) });
  }
  const key = `reason.${code}`;
  return isTextKey(key) ? say(key) : say('reason.other', { code });
}

/** What kept a webhook's receiver from taking something. */
function webhookSentence(say: Say, code: string): string {
  if (code.startsWith('http:')) return say('webhook.http', { status: code.slice(5) });
  const key = `webhook.${code}`;
  return isTextKey(key) ? say(key) : code;
}

/** Why a run ended. */
export function endSentence(say: Say, code: string): string {
  const key = `end.${code}`;
  return isTextKey(key) ? say(key) : code;
}

/** How a wait or branch went on. */
export function pathSentence(say: Say, code: string): string {
  const key = `path.${code}`;
  return isTextKey(key) ? say(key) : code;
}

/** Why a trigger started nothing. */
export function forgottenSentence(say: Say, code: string): string {
  const key = `forgotten.${code}`;
  return isTextKey(key) ? say(key) : reasonSentence(say, code);
}
