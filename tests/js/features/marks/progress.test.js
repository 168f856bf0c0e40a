import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<ul><li id="tab"></li></ul>');
const { ProgressBar, mostUrgent } = await import('../../../../static/js/features/marks/progress.js');

test('a bar says how far a program is, and goes when it ends', () => {
  const bar = new ProgressBar('tab-progress');
  const tab = document.querySelector('#tab');
  bar.show(tab, { kind: 'running', percent: 40 });
  const element = tab.querySelector('[role=progressbar]');
  assert.deepEqual(
    [element.getAttribute('aria-valuenow'), element.getAttribute('aria-valuetext'), bar.isInView],
    ['40', '40 %', true],
  );
  assert.equal(element.style.getPropertyValue('--percent'), '40%');
  bar.show(tab, { kind: 'unknown', percent: null });
  assert.deepEqual(
    [element.getAttribute('aria-valuenow'), element.getAttribute('aria-valuetext')],
    [null, 'in progress'],
  );
  bar.show(tab, { kind: 'none', percent: null });
  assert.equal(tab.children.length, 0);
});

test('the tab shows what needs the user most', () => {
  const [failed, running] = [
    { kind: 'failed', percent: 3 },
    { kind: 'running', percent: 4 },
  ];
  assert.equal(mostUrgent([running, failed]), failed);
  assert.equal(mostUrgent([{ kind: 'unknown', percent: null }, running]), running);
  assert.equal(mostUrgent([]).kind, 'none');
});
