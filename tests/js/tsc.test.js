/** TypeScript finds a wrong JSDoc type, with our config and in our tree. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(import.meta.dirname, '../..');
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');

/** What TypeScript prints of one module under one of our configs. */
function report(config, text) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tsc-'));
  try {
    writeFileSync(path.join(folder, 'module.js'), text);
    const own = { extends: path.join(ROOT, config), include: ['module.js'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(own));
    return execFileSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return error.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a wrong type is an error', () => {
  const right = '/** @param {number} ms */\nexport const wait = (ms) => ms;\nwait(3);\n';
  assert.equal(report('tsconfig.json', right), '');
  assert.match(report('tsconfig.json', right.replace('wait(3)', "wait('3')")), /'string' is not assignable/);
});

test('a parameter without a type is an error in strict folders only', () => {
  const text = 'export const twice = (count) => 2 * count;\n';
  assert.equal(report('tsconfig.json', text), '');
  assert.match(report('tsconfig.strict.json', text), /implicitly has an 'any' type/);
});
