/** The console's colours. app.css has the same ones as custom properties for what is styled there. */
export const palette = {
  ink: '#17312f',
  soft: '#5d7472',
  faint: '#8fa3a1',
  line: '#e3ecea',
  mist: '#f3f7f6',
  deep: '#0d3b3a',
  teal: '#0f7b6c',
  leaf: '#3a9d6e',
  spring: '#5fd3b3',
  sky: '#3c83b5',
  amber: '#c98a1b',
  rose: '#c8505a',
  plum: '#8560a8',
} as const;

/** A delivery's state: green ways lead to the customer, grey and warm ones do not. */
export const deliveryColor: Readonly<Record<string, string>> = {
  planned: '#9ac7d8',
  queued: palette.sky,
  uncertain: palette.amber,
  confirmed: '#2fa39a',
  delivered: palette.leaf,
  skipped: '#a9b5b3',
  dropped: '#c3ab8b',
  failed: palette.rose,
};

export const outcomeColor: Readonly<Record<string, string>> = {
  sent: palette.leaf,
  deferred: palette.sky,
  skipped: '#a9b5b3',
  dropped: '#c3ab8b',
  holdout: palette.plum,
  met: palette.leaf,
  timed_out: '#a9b5b3',
  held: palette.teal,
  otherwise: palette.sky,
};

export const endColor: Readonly<Record<string, string>> = {
  goal: palette.leaf,
  completed: palette.teal,
  exit: palette.amber,
  left_trigger: '#9ac7d8',
  window: '#a9b5b3',
  deleted: palette.rose,
  do_not_disturb: palette.plum,
  withdrawn: '#c3ab8b',
};

/** Of something without a colour of its own. */
export const otherColor: string = palette.faint;

/** Members beside each other in one picture. */
export const memberColors: readonly string[] = ['#0f7b6c', '#3c83b5', '#c98a1b', '#8560a8', '#c8505a', '#5fd3b3', '#5d7472'];

/** Stages from the first to the most advanced: a seedling's green deepening. */
export const stageColors: readonly string[] = ['#b9d9d3', '#7cc4b5', '#3fa593', '#0f7b6c', '#0d5650', '#0d3b3a'];
