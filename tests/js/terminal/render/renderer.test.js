import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sequencesIn } from '../../../../static/js/terminal/render/renderer.js';

const found = (text) => sequencesIn(text).map(([begin, end]) => text.slice(begin, end));

test('what a font draws as one is found, and nothing else', () => {
  assert.deepEqual(found('ok 👍🏽👍 🇩🇪🇺🇸🇩 👩‍💻 x'), ['👍🏽', '🇩🇪', '🇺🇸', '👩‍💻']);
  assert.deepEqual(found('👨‍👩‍👧‍👦🏳️‍🌈'), ['👨‍👩‍👧‍👦', '🏳️‍🌈']);
  assert.deepEqual(found('a🏽 漢 1️⃣ -> && 🪄🥲'), []);
});
