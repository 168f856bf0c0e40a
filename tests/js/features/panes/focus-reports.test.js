import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { FocusReports } from '../../../../static/js/features/panes/focus-reports.js';

const bytes = (text) => new TextEncoder().encode(text);
const IN = bytes('\x1b[I');
const OUT = bytes('\x1b[O');

let sent;
let inPanes;
let reports;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  sent = [];
  inPanes = true;
  const send = (pane, report) => sent.push([pane, new TextDecoder().decode(report.subarray(1))]) > 0;
  reports = new FocusReports(send, () => inPanes);
});
afterEach(() => mock.timers.reset());

test('the page reports everything if tmux reports nothing', () => {
  for (const [pane, report] of [
    [1, OUT],
    [2, IN],
  ])
    assert.ok(reports.report(pane, report));
  assert.deepEqual(sent, [
    [1, '[O'],
    [2, '[I'],
  ]);
});

test('tmux reports a move from pane to pane, so the page does not', () => {
  reports.attached(true);
  reports.report(1, OUT);
  reports.report(2, IN);
  mock.timers.tick(1);
  reports.report(2, bytes('\x1b[<0;1;1M'));
  assert.deepEqual(sent, [[2, '[<0;1;1M']]);
});

test('the page reports that the keyboard left the panes, and that it is back', () => {
  reports.attached(true);
  inPanes = false;
  reports.report(1, OUT);
  mock.timers.tick(1);
  inPanes = true;
  reports.report(1, IN);
  reports.report(1, IN);
  assert.deepEqual(sent, [
    [1, '[O'],
    [1, '[I'],
  ]);
});
