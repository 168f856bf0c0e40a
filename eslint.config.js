// Lint rules for static/js and tests/js, with the one that keeps imports pointing one way.
import js from '@eslint/js';
import globals from 'globals';

import importDirection from './scripts/eslint-rules/import-direction.js';
import textsInTable from './scripts/eslint-rules/texts-in-table.js';

// A feature may import from those before it. What two features need is below all of them.
const FEATURES = [
  'files',
  'recording',
  'clipboard',
  'snippets',
  'windows',
  'notifications',
  'themes',
  'presets',
  'agents',
  'inbox',
  'sessions',
  'restore',
  'settings',
  'palette',
  'keys',
  'history',
  'search',
  'changes',
  'drawer',
  'hints',
  'compose',
  'touch',
  'sharing',
  'pairing',
  'tmux',
  'marks',
  'page',
  'panes',
  'doctor',
  'admin',
];
// A folder may import from itself and from those before it; files directly in static/js come last.
const LAYERS = [
  'lib',
  'wire',
  'cast',
  'net',
  'terminal',
  'components',
  ...FEATURES.map((name) => `features/${name}`),
  'pages',
];

export default [
  { ignores: ['static/vendor/**', '.venv/**'] },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 12],
      eqeqeq: 'error',
      'max-depth': ['error', 4],
      'max-len': ['error', { code: 110, ignoreUrls: true, ignoreRegExpLiterals: true }],
      'max-lines': ['error', 400],
      'max-params': ['error', 5],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-shadow': 'error',
      'no-throw-literal': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['static/js/**/*.js'],
    languageOptions: { globals: globals.browser },
    plugins: { webmux: { rules: { 'import-direction': importDirection, 'texts-in-table': textsInTable } } },
    rules: {
      'webmux/import-direction': ['error', LAYERS],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // What takes the comments out of modules would take the blanks out of the inner one's text.
      'no-restricted-syntax': [
        'error',
        { selector: 'TemplateLiteral TemplateLiteral', message: 'no template within a template' },
        {
          selector: 'MetaProperty',
          message: 'packed modules are elsewhere: use lib/base-path.js and lib/load-style.js',
        },
      ],
      // Names and titles come from tmux, so from anybody: they reach the page as text only.
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'use textContent' },
        { property: 'outerHTML', message: 'use textContent' },
        { property: 'insertAdjacentHTML', message: 'use textContent' },
      ],
    },
  },
  { files: ['static/js/features/**/*.js'], rules: { 'webmux/texts-in-table': 'error' } },
  {
    // Records, messages and recordings are pure: they run under node, without a page.
    files: ['static/js/wire/**/*.js', 'static/js/cast/**/*.js'],
    languageOptions: { globals: globals['shared-node-browser'] },
    rules: { 'no-restricted-globals': ['error', 'document', 'window', 'navigator', 'location'] },
  },
  {
    // Only the terminal folder knows xterm.js.
    files: ['static/js/**/*.js'],
    ignores: ['static/js/terminal/**', 'static/js/components/qr.js'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/vendor/*'], message: 'only terminal/ knows xterm.js' }] },
      ],
    },
  },
  { files: ['static/js/sw.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['static/js/lib/base-path.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['static/js/lib/log.js'], rules: { 'no-console': 'off' } },
  { files: ['*.js', 'scripts/**/*.js'], languageOptions: { globals: globals.node } },
  { files: ['tests/js/**/*.js'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
