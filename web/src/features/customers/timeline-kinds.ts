import {
  ApartmentOutlined,
  BranchesOutlined,
  CheckCircleOutlined,
  EyeInvisibleOutlined,
  FileTextOutlined,
  FlagOutlined,
  MergeCellsOutlined,
  PlayCircleOutlined,
  SendOutlined,
  SwapOutlined,
  TagOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import { palette } from '../../lib/palette';

/** In the order of the filter: what the customer did, what it moved, what was decided, what was not. */
export const timelineKinds = [
  'event',
  'tag_entered',
  'tag_left',
  'run_started',
  'step',
  'path',
  'delivery',
  'run_moved',
  'run_ended',
  'trigger_forgotten',
  'merged',
  'definitions',
] as const;

export type TimelineKind = (typeof timelineKinds)[number];

interface Look {
  readonly icon: typeof TagOutlined;
  readonly color: string;
}

const looks: Readonly<Record<TimelineKind, Look>> = {
  event: { icon: ThunderboltOutlined, color: palette.teal },
  tag_entered: { icon: TagOutlined, color: palette.leaf },
  tag_left: { icon: TagOutlined, color: palette.faint },
  run_started: { icon: PlayCircleOutlined, color: palette.plum },
  step: { icon: ApartmentOutlined, color: palette.plum },
  path: { icon: BranchesOutlined, color: palette.faint },
  delivery: { icon: SendOutlined, color: palette.sky },
  run_moved: { icon: SwapOutlined, color: palette.plum },
  run_ended: { icon: FlagOutlined, color: palette.plum },
  trigger_forgotten: { icon: EyeInvisibleOutlined, color: palette.amber },
  merged: { icon: MergeCellsOutlined, color: palette.ink },
  definitions: { icon: FileTextOutlined, color: palette.ink },
};

/** How a kind looks; a kind that a newer server has and this page does not is still drawn. */
export function lookOf(kind: string): Look {
  return Object.hasOwn(looks, kind) ? looks[kind as TimelineKind] : { icon: CheckCircleOutlined, color: palette.faint };
}
