import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<p id="live"></p><button id="check"></button><div id="report"></div><div id="sockets"></div>');
const { installCheck, showOtherSockets } = await import(
  '../../../../static/js/features/doctor/machine-check.js'
);
const { TEXT } = await import('../../../../static/js/features/doctor/doctor-text.js');

const FINDINGS = [
  { level: 'ok', cause: 'Fine.', fix: '' },
  { level: 'warning', cause: 'Odd.', fix: 'look' },
  { level: 'error', cause: '<b>Bad</b>.', fix: "rm 'x y'" },
];
const asked = [];
let answer = async () => ({ findings: FINDINGS });
const api = {
  ask: async (method, path) => {
    asked.push(`${method} ${path}`);
    return answer();
  },
};
const button = document.querySelector('#check');
const report = document.querySelector('#report');
installCheck(button, report, api);
// happy-dom loads no style sheets, and so never reports that one is there.
const loadStyles = () => {
  for (const link of document.head.querySelectorAll('link')) link.dispatchEvent(new Event('load'));
};
const check = async () => {
  button.click();
  loadStyles();
  await settled();
};

beforeEach(() => {
  asked.length = 0;
});

test('errors come first, and what is in order is folded', async () => {
  await check();
  assert.deepEqual(asked, ['POST /api/admin/doctor']);
  const rows = [...report.querySelectorAll(':scope > ul > li > p')].map((row) => row.textContent);
  assert.deepEqual(rows, ['error <b>Bad</b>.', 'warning Odd.']);
  assert.equal(report.querySelector('summary').textContent, TEXT.inOrder(1));
  assert.equal(report.querySelector('.check-summary').textContent, '1 error and 1 warning.');
  assert.equal(document.querySelector('#live').textContent, '1 error and 1 warning.');
  assert.equal(report.querySelector('code').textContent, "rm 'x y'");
  assert.deepEqual([button.disabled, button.textContent], [false, TEXT.again]);
});

test('a failure leaves the last report, and says why', async () => {
  answer = async () => {
    throw new Error('Too many requests.');
  };
  await check();
  assert.match(document.body.textContent, /could not be checked. Too many requests/);
  assert.equal(report.querySelectorAll('li').length, 3);
  answer = async () => ({ findings: FINDINGS.slice(0, 1) });
  await check();
  assert.equal(report.querySelector('.check-summary').textContent, 'All is well.');
});

test('other sockets are named with the command that shows them', async () => {
  const box = document.querySelector('#sockets');
  answer = async () => ({
    own: '/a',
    others: [{ path: '/tmp/w', sessions: 3, show: 'webmux --tmux-socket /tmp/w' }],
  });
  await showOtherSockets(box, api);
  assert.match(box.textContent, /3 sessions are on another socket: \/tmp\/w\./);
  assert.equal(box.querySelector('code').textContent, 'webmux --tmux-socket /tmp/w');
  answer = async () => {
    throw new Error('no');
  };
  await showOtherSockets(box, api);
  assert.equal(box.textContent, '');
});
