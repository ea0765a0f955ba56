import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The colour of a darkroom lamp. Shade 7 carries white text at 5.2 : 1. */
const safelight: MantineColorsTuple = [
  '#fff4ed',
  '#ffe6d5',
  '#feccaa',
  '#fdac74',
  '#fb8a3c',
  '#f97316',
  '#ea580c',
  '#c2410c',
  '#9a3412',
  '#7c2d12',
];

/** The second colour. Shade 7 carries white text at 5.9 : 1. */
const brick: MantineColorsTuple = [
  '#fff0ee',
  '#fddcd8',
  '#f8b5ad',
  '#f28a7f',
  '#ea665a',
  '#e04c40',
  '#d23a2f',
  '#bf2a20',
  '#9e2119',
  '#7d1a13',
];

const warmGray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f1ed',
  '#e9e4de',
  '#dcd6cf',
  '#c9c1b8',
  '#a39a90',
  '#6a635b',
  '#57514b',
  '#3b3631',
  '#231f1c',
];

const warmDark: MantineColorsTuple = [
  '#f2efeb',
  '#dad5cf',
  '#b3aba2',
  '#857d75',
  '#3d3732',
  '#2e2a26',
  '#211e1b',
  '#161412',
  '#100e0d',
  '#0a0908',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  primaryColor: 'safelight',
  primaryShade: 7,
  defaultRadius: 'md',
  cursorType: 'pointer',
  colors: { safelight, red: brick, gray: warmGray, dark: warmDark },
});

/** Mantine's own variables that follow the tokens of `theme.css`. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--dim)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default-border': 'var(--line)',
  };
  return { variables: {}, light: both, dark: both };
};
