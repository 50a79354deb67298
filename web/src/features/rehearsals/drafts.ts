/** A definition file of a draft. */
export interface DraftFile {
  readonly path: string;
  readonly text: string;
}

/** What is changed of what is in force: files that replace or are added, and SOPs that are left out. */
export interface Draft {
  readonly files: readonly DraftFile[];
  readonly without: readonly string[];
}

export const noDraft: Draft = { files: [], without: [] };

export function isEmpty(draft: Draft): boolean {
  return draft.files.length === 0 && draft.without.length === 0;
}

/** A path that no other file of the draft has. */
export function freePath(files: readonly DraftFile[], wanted: string): string {
  const taken = new Set(files.map((file) => file.path));
  if (!taken.has(wanted)) return wanted;
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot < 0 ? [wanted, ''] : [wanted.slice(0, dot), wanted.slice(dot)];
  let number = 2;
  while (taken.has(`${stem}-${String(number)}${ending}`)) number++;
  return `${stem}-${String(number)}${ending}`;
}

/** A file's name as a path that the server takes: it may come from any folder of somebody's machine. */
export function pathOf(name: string): string {
  const clean = name.replace(/^.*[/\\]/, '').replace(/[:\\]/g, '-');
  return /\.(ya?ml|json)$/.test(clean) ? clean : `${clean}.yaml`;
}

/** The file that defines an SOP among those in force. */
export function fileOfSop(files: Readonly<Record<string, string>>, sop: string): DraftFile | undefined {
  const quoted = sop.replace(/[^a-z0-9-]/g, '');
  const key = new RegExp(`^\\s*\\{?\\s*["']?sop["']?\\s*:\\s*["']?${quoted}["']?\\s*(#.*|,.*)?$`, 'm');
  for (const [path, text] of Object.entries(files)) if (key.test(text)) return { path, text };
  return undefined;
}
