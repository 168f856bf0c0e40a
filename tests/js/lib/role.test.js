import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { mayType } from '../../../static/js/lib/role.js';

afterEach(() => delete globalThis.document);

test('every role but viewer may type', () => {
  for (const [role, may] of [
    ['viewer', false],
    ['operator', true],
    ['admin', true],
  ]) {
    globalThis.document = { documentElement: { dataset: { role } } };
    assert.equal(mayType(), may);
  }
});
