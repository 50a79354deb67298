import type { ThemeConfig } from 'antd';
import { palette } from '../lib/palette';

// Rain over tea hills: deep teal ink, one living green, much mist. Set once here; pages use the tokens or palette.ts.
export const theme: ThemeConfig = {
  token: {
    colorPrimary: palette.teal,
    colorInfo: palette.teal,
    colorLink: palette.teal,
    colorSuccess: palette.leaf,
    colorWarning: palette.amber,
    colorError: palette.rose,
    colorTextBase: palette.ink,
    colorBgLayout: palette.mist,
    colorBorderSecondary: palette.line,
    colorTextPlaceholder: '#7a8d8b',
    colorTextDescription: palette.soft,
    borderRadius: 8,
    fontSize: 14,
    fontFamily:
      '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  },
  components: {
    Table: { headerBg: 'transparent', headerColor: palette.soft, headerSplitColor: 'transparent', rowHoverBg: '#f2f8f6' },
    Card: { paddingLG: 20 },
  },
};
