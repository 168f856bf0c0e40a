// Lint rules for static/js and tests/js, with the one that keeps imports pointing one way.
import path from 'node:path';

import js from '@eslint/js';
import globals from 'globals';

const SOURCE_ROOT = path.join(import.meta.dirname, 'static', 'js');
// A feature may import from those before it. What two of them need and neither is about belongs below all of them.
const FEATURES = [
  'files',
  'recording',
  'clipboard',
  'snippets',
  'windows',
  'notifications',
  'themes',
  'sessions',
  'settings',
  'palette',
  'keys',
  'history',
  'search',
  'drawer',
  'compose',
  'touch',
  'sharing',
  'page',
  'admin',
];
// A folder may import from itself and from those before it; files directly in static/js come last.
const FLOORS = [
  'lib',
  'wire',
  'cast',
  'net',
  'terminal',
  'components',
  ...FEATURES.map((name) => `features/${name}`),
  'pages',
];

/** The floor of a file, or undefined when it is not below static/js. */
function rankOf(file) {
  const parts = path.relative(SOURCE_ROOT, file).split(path.sep);
  if (parts[0] === '..') return undefined;
  if (parts.length === 1) return FLOORS.length;
  return FLOORS.indexOf(parts[0] === 'features' ? `features/${parts[1]}` : parts[0]);
}

const UNKNOWN = `a folder of static/js is one of ${FLOORS.join(', ')}`;

const importDirection = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'imports point from higher floors to lower ones' },
  },
  create(context) {
    const ownRank = rankOf(context.filename);
    if (ownRank === undefined) return {};

    function check(node) {
      const target = node.source?.value;
      if (typeof target !== 'string') return;
      if (!target.startsWith('.')) {
        context.report({ node, message: `'${target}' is no relative path: the browser has no import map` });
        return;
      }
      const file = path.resolve(path.dirname(context.filename), target);
      const rank = rankOf(file);
      if (rank === -1 || ownRank === -1) {
        context.report({ node, message: UNKNOWN });
      } else if (rank > ownRank) {
        context.report({ node, message: `'${target}' is on a higher floor: ${FLOORS.join(' -> ')}` });
      }
    }
    return {
      Program(node) {
        if (ownRank === -1) context.report({ node, message: UNKNOWN });
      },
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

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
    plugins: { webmux: { rules: { 'import-direction': importDirection } } },
    rules: {
      'webmux/import-direction': 'error',
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
      // Names and titles come from tmux, thus from anybody: they reach the page as text only.
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'use textContent' },
        { property: 'outerHTML', message: 'use textContent' },
        { property: 'insertAdjacentHTML', message: 'use textContent' },
      ],
    },
  },
  {
    // Records, messages and recordings are pure: they run under node, where there is no page.
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
  {
    // Too long since they are formatted: each is to be split.
    files: [
      'static/js/features/history/history-view.js',
      'static/js/features/touch/page.js',
      'static/js/pages/terminal.js',
    ],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  { files: ['static/js/sw.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['static/js/lib/base-path.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['static/js/lib/log.js'], rules: { 'no-console': 'off' } },
  { files: ['*.js'], languageOptions: { globals: globals.node } },
  { files: ['tests/js/**/*.js'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
