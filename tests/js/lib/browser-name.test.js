import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { browserName } from '../../../static/js/lib/browser-name.js';

/** Python reads the same names: webmux/auth/browser_names.py. */
const KNOWN = JSON.parse(readFileSync(new URL('../../vectors/browser-names.json', import.meta.url), 'utf8'));

test('a browser is called as people call it', () => {
  for (const [agent, name] of KNOWN) assert.equal(browserName(agent), name);
});
