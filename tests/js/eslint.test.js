import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { ESLint } from 'eslint';

const ROOT = path.join(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: ROOT });

/** The messages for this text, as this file of static/js. */
async function saysOf(file, text) {
  const [{ messages }] = await eslint.lintText(text, { filePath: path.join(ROOT, 'static/js', file) });
  return messages.map(({ message }) => message).join();
}

test('an import points to the same layer or to a lower one', async () => {
  assert.equal(
    await saysOf('features/search/x.js', "export * from '../../lib/dom.js';\nexport * from './y.js';\n"),
    '',
  );
  assert.match(await saysOf('lib/x.js', "export * from '../net/api.js';\n"), /is above lib/);
  assert.match(
    await saysOf('lib/x.js', "export const load = () => import('../pages/help.js');\n"),
    /is above lib/,
  );
  assert.match(
    await saysOf('features/files/x.js', "export * from '../search/search.js';\n"),
    /is above features.files/,
  );
  assert.match(
    await saysOf('features/nobody-knows/x.js', 'export const x = 1;\n'),
    /^'features\/nobody-knows' has no layer: add it to FEATURES/,
  );
});

test('only the terminal knows xterm.js, and no text becomes markup', async () => {
  assert.match(
    await saysOf('features/search/x.js', "export * from '../../../vendor/xterm.mjs';\n"),
    /only terminal/,
  );
  assert.match(await saysOf('lib/x.js', "document.body.innerHTML = '';\n"), /textContent/);
});

test('texts of a feature are in its table', async () => {
  const table = /belongs in the table/;
  const words = [
    "el('p', { text: 'Nothing here.' })",
    "el('p', { 'aria-label': on ? 'Pause' : 'Play' })",
    'toast(`Saved as ${on}.`)',
    "element.title = 'Close'",
    "element.setAttribute('aria-label', 'Close')",
    "iconButton('close', 'Close', on)",
    "new ThemeError('The file is empty.')",
  ];
  for (const one of words) {
    const text = `export const x = (el, on, toast, element, iconButton, ThemeError) => ${one};\n`;
    assert.match(await saysOf('features/page/x.js', text), table, one);
    assert.doesNotMatch(await saysOf('features/page/x-text.js', text), table);
  }
});

test('symbols, names and words for the console are no texts', async () => {
  for (const one of [
    "el('p', { text: '\u00d7' })",
    "run({ action: 'home.open' })",
    "logError('it failed', el)",
  ]) {
    const text = `export const x = (el, run, logError) => [run, logError, ${one}];\n`;
    assert.equal(await saysOf('features/page/x.js', text), '', one);
  }
});

test('a line has at most 110 columns', async () => {
  assert.match(await saysOf('features/themes/x.js', `// ${'a'.repeat(108)}\n`), /Maximum allowed is 110/);
  assert.equal(await saysOf('features/themes/x.js', `// https://example.org/${'a'.repeat(108)}\n`), '');
});
