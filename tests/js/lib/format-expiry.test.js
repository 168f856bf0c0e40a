import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../../../static/js/lib/format-expiry.js';

const READER = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const NOON = Date.UTC(2026, 10, 26, 11) / 1000;

test('today has a time, another day its name as well', () => {
  assert.equal(until(NOON + 6.5 * 3600, NOON, READER), '18:30');
  assert.equal(until(NOON + 24 * 3600, NOON, READER), 'Fri 27 Nov, 12:00');
});

test('it is the day of the reader that counts', () => {
  assert.equal(until(NOON + 12 * 3600, NOON, READER), 'Fri 27 Nov, 00:00');
  assert.equal(until(NOON + 12 * 3600, NOON, { ...READER, timeZone: 'UTC' }), '23:00');
});
