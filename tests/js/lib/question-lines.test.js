import assert from 'node:assert/strict';
import { test } from 'node:test';

import { withoutMenu } from '../../../static/js/lib/question-lines.js';

const options = [{ key: '1', label: 'Yes' }];

test('what stands above a menu is shown', () => {
  const lines = ['1. a list', 'Go on?', '', '❯ 1. Yes', '  2. No', '', 'Esc to cancel'];
  assert.deepEqual(withoutMenu({ lines, options }), ['1. a list', 'Go on?']);
});

test('lines stay if there are no options, or nothing above them', () => {
  assert.deepEqual(withoutMenu({ lines: ['1. Yes', '2. No', ''], options: [] }), ['1. Yes', '2. No']);
  assert.deepEqual(withoutMenu({ lines: ['❯ 1. Yes', '  2. No'], options }), ['❯ 1. Yes', '  2. No']);
});
