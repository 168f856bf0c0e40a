/** knip finds what nothing imports; `@testonly` excuses an export from having a user besides tests. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(import.meta.dirname, '../..');
const KNIP = path.join(ROOT, 'node_modules/knip/bin/knip.js');

const FILES = {
  'package.json': '{ "name": "x", "type": "module" }',
  'static/js/pages/page.js': "import { used } from '../lib/some.js';\nused();\n",
  'static/js/lib/some.js':
    'export const used = () => {};\nexport const unused = 1;\n' +
    '/** @testonly */\nexport const forTests = 2;\nexport const tested = 3;\n',
  'static/js/lib/alone.js': 'export const alone = 1;\n',
  'tests/js/some.test.js':
    "import { forTests, tested } from '../../static/js/lib/some.js';\nforTests(tested);\n",
};

/** What knip prints of a small project with our config. */
function report(folder, ...options) {
  try {
    return execFileSync(process.execPath, [KNIP, '--no-progress', '--no-config-hints', ...options], {
      cwd: folder,
      encoding: 'utf8',
    });
  } catch (error) {
    return error.stdout;
  }
}

test('an unused export, an unused file and an export that only tests use are found', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'knip-'));
  try {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    cpSync(path.join(ROOT, 'knip.json'), path.join(folder, 'knip.json'));
    const all = report(folder);
    assert.match(all, /alone\.js/);
    assert.match(all, /^unused /m);
    assert.doesNotMatch(all, /tested|forTests/);
    const product = report(folder, '--production', '--tags=-testonly');
    assert.match(product, /^tested /m);
    assert.doesNotMatch(product, /forTests/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
