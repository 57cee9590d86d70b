import { createTheme } from '@mantine/core';
import type { MantineColorsTuple } from '@mantine/core';

/** Blue-teal, the one accent. Shade 7 keeps 4.5:1 under white text and on white. */
const accent: MantineColorsTuple = [
  '#e8f6f8',
  '#cfeaef',
  '#9fd5df',
  '#6cbfce',
  '#45acbf',
  '#2c9fb5',
  '#16859a',
  '#0b6c7f',
  '#075a6a',
  '#034855',
];

/** Neutral greys for the dark theme, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#d5d8db',
  '#b4b9be',
  '#9aa1a8',
  '#6c737a',
  '#43484e',
  '#33383d',
  '#272b2f',
  '#1e2124',
  '#181a1d',
  '#121416',
];

const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#eff0f1',
  '#e3e5e7',
  '#d2d5d8',
  '#b3b8bd',
  '#8b9197',
  '#636a71',
  '#4b5158',
  '#33383d',
  '#1e2124',
];

const FONT = "'Inter Variable', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif";

export const theme = createTheme({
  colors: { accent, dark, gray },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Menus and pickers lie over the panels, in a landmark of their own.
    Portal: { defaultProps: { target: '#overlays' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 120 } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 100 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'md' } },
    Modal: { defaultProps: { transitionProps: { duration: 100 } } },
  },
});
