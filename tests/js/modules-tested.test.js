/** Every module outside pages/ is imported by a test here, or has a row in covered-by-browser.md. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(import.meta.dirname, '../..');
const MODULES = path.join(ROOT, 'static/js');
const IMPORTED = /['"](\.{1,2}\/[^'"]+\.js)['"]/g;
/** A table of texts has nothing to test. */
const TEXTS = /^features\/.*-text\.js$/;
const ROW = /^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$/;

function filesIn(folder, suffix) {
  const names = readdirSync(folder, { recursive: true });
  return names.filter((name) => name.endsWith(suffix)).map((name) => path.join(folder, name));
}

/** The modules that tests import, as paths below static/js. */
function importedByTests() {
  const found = new Set();
  for (const file of filesIn(import.meta.dirname, '.test.js')) {
    for (const [, target] of readFileSync(file, 'utf8').matchAll(IMPORTED))
      found.add(path.relative(MODULES, path.resolve(path.dirname(file), target)));
  }
  return found;
}

function lines() {
  return readFileSync(path.join(import.meta.dirname, 'covered-by-browser.md'), 'utf8').split('\n');
}

/** One sentence for each module that is neither tested nor listed, and for each row that is wrong. */
function faultsOf({ modules, tested, rows }) {
  const listed = new Set(rows.map(([module]) => module));
  const faults = modules
    .filter((module) => !tested.has(module) && !listed.has(module))
    .map((module) => `${module} has no test and no row in tests/js/covered-by-browser.md`);
  for (const module of listed) {
    if (tested.has(module)) faults.push(`${module} has a test: remove its row`);
    else if (!modules.includes(module)) faults.push(`${module} does not exist: remove its row`);
  }
  for (const [, file] of rows) if (!existsSync(path.join(ROOT, file))) faults.push(`${file} does not exist`);
  return faults;
}

test('each module has a test or a row', () => {
  const modules = filesIn(MODULES, '.js').map((file) => path.relative(MODULES, file));
  const cells = lines().map((line) => ROW.exec(line)?.slice(1) ?? []);
  const faults = faultsOf({
    modules: modules.filter(
      (module) => module.includes('/') && !/^pages\//.test(module) && !TEXTS.test(module),
    ),
    tested: importedByTests(),
    rows: cells.filter((row) => row.length > 0),
  });
  assert.deepEqual(faults, []);
});

test('the check finds a module without a test, and rows that are wrong', () => {
  const faults = faultsOf({
    modules: ['lib/alone.js', 'lib/tested.js'],
    tested: new Set(['lib/tested.js']),
    rows: [
      ['lib/tested.js', 'tests/browser/conftest.py', 'why'],
      ['lib/gone.js', 'tests/browser/conftest.py', 'why'],
    ],
  });
  assert.deepEqual(faults, [
    'lib/alone.js has no test and no row in tests/js/covered-by-browser.md',
    'lib/tested.js has a test: remove its row',
    'lib/gone.js does not exist: remove its row',
  ]);
});
