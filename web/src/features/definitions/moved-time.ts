/** A step that stands on one line with its time, as definitions are mostly written: `- { id: nudge, at: +2h, … }`. */
export interface WrittenTime {
  readonly id: string;
  readonly at: string;
  /** From 0. */
  readonly line: number;
}

const step = /^(\s*-\s*\{\s*id:\s*)([a-z0-9][a-z0-9-]*)(\s*,(?:.*,)?\s*at:\s*)([^,}]*?)(\s*[,}].*)$/;

/** The steps whose time stands on their line; those that are written over several lines are edited in the text. */
export function timesIn(text: string): readonly WrittenTime[] {
  return text.split('\n').flatMap((written, line) => {
    const parts = step.exec(written);
    return parts === null ? [] : [{ id: parts[2] ?? '', at: parts[4] ?? '', line }];
  });
}

/** The text with the time on that line replaced; whatever would end the entry is left out. */
export function moveStep(text: string, line: number, at: string): string {
  const lines = text.split('\n');
  const parts = step.exec(lines[line] ?? '');
  if (parts === null) return text;
  lines[line] = `${parts[1] ?? ''}${parts[2] ?? ''}${parts[3] ?? ''}${at.replace(/[,{}\n]/g, '')}${parts[5] ?? ''}`;
  return lines.join('\n');
}
