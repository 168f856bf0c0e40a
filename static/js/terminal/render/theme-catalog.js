/** The themes to choose from. Loaded by the theme picker; other pages have only the themes in use. */
import { BUILT_IN, coloursFrom } from '../../lib/theme-model.js';
import { BUILT_IN_COLOURS } from './palettes.js';

/* eslint-disable max-len -- the colours of a theme are one text */

/** Kind, id and name of each theme; below them its colours in the order of `COLOURS`. */
const CATALOG = `
dark contrast-dark High Contrast Dark
  000000 ffffff ffff00 1260c0 000000 ff8080 70ff70 ffff60 8cb8ff ff90ff 60ffff e0e0e0 a8a8a8 ffa8a8 a0ffa0 ffffa0 b0d0ff ffb8ff a8ffff ffffff
light contrast-light High Contrast Light
  ffffff 000000 000000 5090d0 000000 900000 005000 604000 0000a8 700070 004c5c 303030 404040 a80000 006000 6c4a00 0000d0 880088 005c70 000000
dark solarized-dark Solarized Dark
  002b36 839496 839496 073642 073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3
light solarized-light Solarized Light
  fdf6e3 657b83 657b83 eee8d5 073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3
dark gruvbox-dark Gruvbox Dark
  282828 ebdbb2 ebdbb2 504945 282828 cc241d 98971a d79921 458588 b16286 689d6a a89984 928374 fb4934 b8bb26 fabd2f 83a598 d3869b 8ec07c ebdbb2
light gruvbox-light Gruvbox Light
  fbf1c7 3c3836 3c3836 d5c4a1 fbf1c7 cc241d 98971a d79921 458588 b16286 689d6a 7c6f64 928374 9d0006 79740e b57614 076678 8f3f71 427b58 3c3836
dark nord Nord
  2e3440 d8dee9 d8dee9 434c5e 3b4252 bf616a a3be8c ebcb8b 81a1c1 b48ead 88c0d0 e5e9f0 4c566a bf616a a3be8c ebcb8b 81a1c1 b48ead 8fbcbb eceff4
dark dracula Dracula
  282a36 f8f8f2 f8f8f2 44475a 21222c ff5555 50fa7b f1fa8c bd93f9 ff79c6 8be9fd f8f8f2 6272a4 ff6e6e 69ff94 ffffa5 d6acff ff92df a4ffff ffffff
dark tokyo-night Tokyo Night
  1a1b26 c0caf5 c0caf5 283457 15161e f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff a9b1d6 414868 f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff c0caf5
light tokyo-night-day Tokyo Night Day
  e1e2e7 3760bf 3760bf b7c1e3 b4b5b9 f52a65 587539 8c6c3e 2e7de9 9854f1 007197 6172b0 a1a6c5 f52a65 587539 8c6c3e 2e7de9 9854f1 007197 3760bf
dark one-dark One Dark
  282c34 abb2bf 528bff 3e4451 282c34 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 abb2bf 5c6370 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 ffffff
light one-light One Light
  fafafa 383a42 526fff e5e5e6 383a42 e45649 50a14f c18401 4078f2 a626a4 0184bc a0a1a7 696c77 e45649 50a14f c18401 4078f2 a626a4 0184bc 383a42
dark github-dark GitHub Dark
  0d1117 e6edf3 2f81f7 264f78 484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4 6e7681 ffa198 56d364 e3b341 79c0ff d2a8ff 56d4dd ffffff
light github-light GitHub Light
  ffffff 1f2328 0969da bbdfff 24292f cf222e 116329 4d2d00 0969da 8250df 1b7c83 6e7781 57606a a40e26 1a7f37 633c01 218bff a475f9 3192aa 8c959f
dark catppuccin-mocha Catppuccin Mocha
  1e1e2e cdd6f4 f5e0dc 585b70 45475a f38ba8 a6e3a1 f9e2af 89b4fa f5c2e7 94e2d5 bac2de 585b70 f38ba8 a6e3a1 f9e2af 89b4fa f5c2e7 94e2d5 a6adc8
light catppuccin-latte Catppuccin Latte
  eff1f5 4c4f69 dc8a78 acb0be 5c5f77 d20f39 40a02b df8e1d 1e66f5 ea76cb 179299 acb0be 6c6f85 d20f39 40a02b df8e1d 1e66f5 ea76cb 179299 bcc0cc
dark rose-pine Rosé Pine
  191724 e0def4 e0def4 403d52 26233a eb6f92 31748f f6c177 9ccfd8 c4a7e7 ebbcba e0def4 6e6a86 eb6f92 31748f f6c177 9ccfd8 c4a7e7 ebbcba e0def4
light rose-pine-dawn Rosé Pine Dawn
  faf4ed 575279 575279 dfdad9 f2e9e1 b4637a 286983 ea9d34 56949f 907aa9 d7827e 575279 9893a5 b4637a 286983 ea9d34 56949f 907aa9 d7827e 575279
`;

/** @typedef {import('../../lib/theme-model.js').Theme} Theme */

/** @param {'dark'|'light'} kind @param {string} name @returns {Theme} */
const builtIn = (kind, name) =>
  Object.freeze({ id: BUILT_IN[kind], name, kind, colours: BUILT_IN_COLOURS[kind] });

/** WebMux's own, and public colour schemes under their own names. @type {readonly Theme[]} */
export const THEMES = Object.freeze([
  builtIn('dark', 'WebMux Dark'),
  builtIn('light', 'WebMux Light'),
  ...Array.from(CATALOG.matchAll(/^(dark|light) (\S+) (.+)\n {2}(.+)$/gm), ([, kind, id, name, colours]) =>
    Object.freeze({ id, name, kind: /** @type {'dark'|'light'} */ (kind), colours: coloursFrom(colours) }),
  ),
]);
