import assert from 'node:assert/strict';
import { test } from 'node:test';

import { installEach } from '../../../static/js/lib/install-all.js';

test('one that fails does not keep the others from the page', () => {
  const called = [];
  const installGood = (page) => called.push(page);
  const installBad = () => {
    throw new TypeError('no such button');
  };
  assert.throws(
    () => installEach([installGood, installBad, installGood], 'page'),
    (error) => {
      assert.equal(error.message, 'installBad: no such button');
      return error.errors.length === 1 && error.errors[0] instanceof TypeError;
    },
  );
  assert.deepEqual(called, ['page', 'page']);
});

test('where none fails nothing is thrown', () => {
  installEach([() => {}], 'page');
});
