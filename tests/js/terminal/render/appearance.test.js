import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DEFAULT_LOOK, lookOptions } from '../../../../static/js/terminal/render/appearance.js';

test('the cursor does not blink if the user prefers less motion', () => {
  for (const reduced of [true, false]) {
    globalThis.matchMedia = (query) => ({ matches: reduced && query.includes('reduced-motion') });
    assert.equal(lookOptions(DEFAULT_LOOK).cursorBlink, !reduced);
  }
});

test('the own font comes first, and our symbols are always there', () => {
  globalThis.matchMedia = () => ({ matches: false });
  const { fontFamily } = lookOptions({ ...DEFAULT_LOOK, family: 'Fira Code' });
  assert.match(fontFamily, /^"Fira Code", "WebMux Symbols", .*monospace$/);
});
