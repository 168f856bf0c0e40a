import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LookReport } from '../../../../static/js/features/panes/look-report.js';

const NOTHING = { panes: [], focused: null };

/** A report whose one timer the test runs. */
function makeReport(answer = async () => {}) {
  const log = { sent: [], timer: null };
  const report = new LookReport(
    (look) => {
      log.sent.push(look);
      return answer();
    },
    {
      setTimeout: (run) => (log.timer = run),
      clearTimeout: () => {
        log.timer = null;
      },
    },
  );
  return { report, log, wait: () => log.timer?.() };
}

test('changes that come together are one report', () => {
  const { report, log, wait } = makeReport();
  report.show([6, 5], 6, NOTHING);
  report.show([5, 6], 5, NOTHING);
  assert.deepEqual(log.sent, []);
  wait();
  assert.deepEqual(log.sent, [{ 5: 'focus', 6: 'shown' }]);
  report.show([6, 5], 5, NOTHING);
  wait();
  assert.equal(log.sent.length, 1, 'nothing changed');
});

test('a hidden page has no focus, but still gets what its panes print', () => {
  const { report, log, wait } = makeReport();
  report.show([5], 5, NOTHING);
  wait();
  report.hide(true);
  wait();
  report.hide(false);
  wait();
  assert.deepEqual(log.sent, [{ 5: 'focus' }, { 5: 'shown' }, { 5: 'focus' }]);
});

test('a new connection gets the report at once', () => {
  const { report, log, wait } = makeReport();
  report.show([5], 5, NOTHING);
  wait();
  report.again();
  assert.deepEqual(log.sent, [{ 5: 'focus' }, { 5: 'focus' }]);
});

test('a report that was not delivered is sent with the next change', async () => {
  const { report, log, wait } = makeReport(async () => {
    throw new Error('no connection');
  });
  report.show([5], 5, NOTHING);
  wait();
  await new Promise((resolve) => setImmediate(resolve));
  report.show([5], 5, NOTHING);
  wait();
  assert.equal(log.sent.length, 2);
  report.dispose();
});

test('what the server shows by itself is not reported, unless something else was', () => {
  const { report, log, wait } = makeReport();
  const byDefault = { panes: [5, 6], focused: 6 };
  report.again();
  report.show([6, 5], 6, byDefault);
  wait();
  assert.deepEqual(log.sent, []);
  report.show([5, 6], 5, byDefault);
  wait();
  report.show([5, 6], 6, byDefault);
  wait();
  assert.deepEqual(log.sent, [
    { 5: 'focus', 6: 'shown' },
    { 5: 'shown', 6: 'focus' },
  ]);
});

test('a pane is asked for again by leaving it for a moment', () => {
  const { report, log, wait } = makeReport();
  report.refresh(5);
  report.show([5, 6], 5, NOTHING);
  wait();
  report.refresh(5);
  report.refresh(9);
  assert.deepEqual(log.sent.slice(1), [{ 6: 'shown' }, { 5: 'focus', 6: 'shown' }]);
});
