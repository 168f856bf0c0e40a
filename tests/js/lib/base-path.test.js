import assert from 'node:assert/strict';
import { test } from 'node:test';

import { baseOf } from '../../../static/js/lib/base-path.js';

test('a page knows the path below which its server stands from where its scripts came', () => {
  assert.equal(baseOf('https://example.org/mux/static/0123456789ab/js/util/base.js'), '/mux');
  assert.equal(baseOf('https://example.org/a/b/static/x/js/util/base.js'), '/a/b');
  assert.equal(baseOf('http://127.0.0.1:8022/static/x/js/util/base.js'), '');
  assert.equal(baseOf('http://127.0.0.1:8022/static/static/x/js/util/base.js'), '/static');
});
