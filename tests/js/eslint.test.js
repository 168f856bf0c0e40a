import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { ESLint } from 'eslint';

const ROOT = path.join(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: ROOT });

/** What the lint says of this text, if it were this file of static/js. */
async function saysOf(file, text) {
  const [{ messages }] = await eslint.lintText(text, { filePath: path.join(ROOT, 'static/js', file) });
  return messages.map(({ message }) => message).join();
}

test('an import points to the same floor or to a lower one', async () => {
  assert.equal(
    await saysOf('features/search/x.js', "export * from '../../lib/dom.js';\nexport * from './y.js';\n"),
    '',
  );
  assert.match(await saysOf('lib/x.js', "export * from '../net/api.js';\n"), /higher floor/);
  assert.match(
    await saysOf('lib/x.js', "export const load = () => import('../pages/help.js');\n"),
    /higher floor/,
  );
  assert.match(await saysOf('features/files/x.js', "export * from '../search/search.js';\n"), /higher floor/);
  assert.match(
    await saysOf('features/nobody-knows/x.js', 'export const x = 1;\n'),
    /a folder of static\/js is one of/,
  );
});

test('only the terminal knows xterm.js, and no text becomes markup', async () => {
  assert.match(
    await saysOf('features/search/x.js', "export * from '../../../vendor/xterm.mjs';\n"),
    /only terminal/,
  );
  assert.match(await saysOf('lib/x.js', "document.body.innerHTML = '';\n"), /textContent/);
});
