import { createContext, useContext } from 'react';
import { zh, type TextKey } from './zh';

export type Language = 'zh' | 'en';

export type { TextKey };

/** Says a text in the chosen language, with its values filled in. */
export interface Say {
  (key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  readonly language: Language;
}

export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(zh, key);
}

/** A word of an open list (event names, attributes): ours where we have one, else the name as it came. */
export function word(say: Say, family: 'event' | 'attribute' | 'property' | 'identity' | 'touchpoint' | 'act' | 'kind' | 'outcome' | 'budget' | 'class', name: string): string {
  const key = `${family}.${name}`;
  return isTextKey(key) ? say(key) : name;
}

export function sayIn(language: Language, texts: Readonly<Record<TextKey, string>>): Say {
  const say = (key: TextKey, values: Readonly<Record<string, string | number>> = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return Object.assign(say, { language });
}

export interface LanguageChoice {
  readonly say: Say;
  readonly change: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageChoice>({ say: sayIn('zh', zh), change: () => undefined });

export const useSay = (): Say => useContext(LanguageContext).say;

export const useLanguage = (): LanguageChoice => useContext(LanguageContext);
