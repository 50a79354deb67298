export const kinds = ['sop', 'group', 'audience', 'material', 'calendar', 'dictionary', 'workspace'] as const;

export type Kind = (typeof kinds)[number];

export function isKind(word: string): word is Kind {
  return (kinds as readonly string[]).includes(word);
}

/** What a file's text defines, told by its first key that names a kind; undefined where none does. The server reads it for good. */
export function definitionIn(text: string): { readonly kind: Kind; readonly name: string } | undefined {
  for (const found of text.matchAll(/^[{\s]*["']?([a-z]+)["']?\s*:\s*["']?([a-z0-9][a-z0-9-]*)["']?\s*(?:[#,}].*)?$/gm)) {
    const [, kind = '', name = ''] = found;
    if (isKind(kind)) return { kind, name };
  }
  return undefined;
}

/** The title that a definition's file gives it; undefined without one. */
export function titleIn(text: string): string | undefined {
  return /^title:\s*["']?(.+?)["']?\s*(?:#.*)?$/m.exec(text)?.[1];
}

/** What a new definition starts with. */
export function templateOf(kind: Kind, name: string): string {
  switch (kind) {
    case 'sop':
      return `sop: ${name}\ntitle: \ntrigger: { event: order.paid }\nsteps:\n  - { id: hello, at: +2h, send: direct, material: hello }\n`;
    case 'group':
      return `group: ${name}\ntitle: \nkind: multi\ntags:\n  - { tag: new, title: , when: { event: order.paid } }\n`;
    case 'audience':
      return `audience: ${name}\ntitle: \nwhen: { event: order.paid, within: 30d }\n`;
    case 'material':
      return `material: ${name}\ntext: ""\n`;
    case 'calendar':
      return `calendar: ${name}\nholidays:\n  - { title: 元旦, from: 2027-01-01, to: 2027-01-03 }\nworkdays: []\n`;
    case 'dictionary':
      return `dictionary: ${name}\nevents:\n  payOrder: order.paid\n`;
    case 'workspace':
      return `workspace: ${name}\ntime_zone: Asia/Shanghai\n`;
  }
}
