import { create } from 'storybook/theming'

const shared = {
  brandTitle: 'react-video-task',
  brandTarget: '_self',
  brandUrl: './',
  brandImage: undefined,
  fontBase: "system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontCode: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  appBorderRadius: 8,
  inputBorderRadius: 6,
}

const light = create({
  ...shared,
  base: 'light',
  colorPrimary: '#2f5fd7',
  colorSecondary: '#2f5fd7',
  appBg: '#f6f7f9',
  appContentBg: '#ffffff',
  appPreviewBg: '#ffffff',
  appBorderColor: '#e1e4e8',
  textColor: '#1c2024',
  textMutedColor: '#5b626b',
  barBg: '#ffffff',
  barTextColor: '#5b626b',
  barSelectedColor: '#2f5fd7',
})

const dark = create({
  ...shared,
  base: 'dark',
  colorPrimary: '#7ea4ff',
  colorSecondary: '#6b8ff0',
  appBg: '#0f1114',
  appContentBg: '#16181c',
  appPreviewBg: '#16181c',
  appBorderColor: '#2a2f36',
  textColor: '#e6e9ed',
  textMutedColor: '#a3abb5',
  barBg: '#16181c',
  barTextColor: '#a3abb5',
  barSelectedColor: '#7ea4ff',
})

/** Our colours around stories and on pages, as the viewer's own scheme has them. */
export const theme = matchMedia('(prefers-color-scheme: dark)').matches ? dark : light
