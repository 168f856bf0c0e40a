import assert from 'node:assert/strict';
import { test } from 'node:test';

import { typeSnippet } from '../../../../static/js/features/snippets/type-snippet.js';

const text = (bytes) => new TextDecoder().decode(bytes);

function pageThat({ accepts = true } = {}) {
  const log = [];
  return {
    log,
    mayType: () => true,
    settings: { get: () => false },
    screen: { bracketedPaste: true, paste: (pasted) => log.push(`pasted ${pasted}`) },
    type: (bytes) => {
      log.push(`typed ${text(bytes)}`);
      return accepts;
    },
  };
}

test('one line is typed, with Enter only if the snippet has it', async () => {
  const page = pageThat();
  assert.equal(await typeSnippet(page, { text: 'ls', enter: false }), true);
  assert.equal(await typeSnippet(page, { text: 'ls', enter: true }), true);
  assert.deepEqual(page.log, ['typed ls', 'typed ls\r']);
});

test('several lines are pasted', async () => {
  const page = pageThat();
  assert.equal(await typeSnippet(page, { text: 'a\nb', enter: true }), true);
  assert.deepEqual(page.log, ['pasted a\nb', 'typed \r']);
});

test('a snippet that the page does not accept counts as not typed', async () => {
  assert.equal(await typeSnippet(pageThat({ accepts: false }), { text: 'ls', enter: false }), false);
});
