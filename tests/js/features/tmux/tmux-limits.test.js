import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { makePage } from '../../page.js';
import { fakePanePage } from './fake-pane-page.js';

makePage();
const { showLimits, showLimitsOnce } = await import('../../../../static/js/features/tmux/tmux-limits.js');

const notice = () => document.querySelector('.tmux-limits');
const press = (label) =>
  [...document.querySelectorAll('button')].find((button) => button.textContent === label).click();

test('a notice names what is missing, once for each version', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const page = fakePanePage();
  showLimitsOnce(page, { tmux: '3.4', limits: ['respawn', 'black', 'from the future', 'constructor'] });
  assert.match(notice().textContent, /tmux 3\.4.*can end tmux.*get black/);
  assert.equal(notice().querySelectorAll('li').length, 2);
  assert.equal(page.said.length, 1);
  press('OK');
  assert.ok(notice(), 'a tap for the terminal must not close it');
  mock.timers.tick(1_000);
  press('OK');
  assert.equal(notice(), null);
  showLimitsOnce(page, { tmux: '3.4', limits: ['respawn'] });
  assert.equal(notice(), null);
  showLimitsOnce(page, { tmux: '3.7c', limits: ['respawn'] });
  assert.ok(notice());
  notice().remove();
});

test('nothing is shown of a tmux that has everything', () => {
  showLimitsOnce(fakePanePage(), { tmux: '3.8', limits: ['from the future'] });
  assert.equal(notice(), null);
});

test('the dialog says what to do, and only admins can check the machine', () => {
  for (const [role, links] of [
    ['operator', 0],
    ['admin', 1],
  ]) {
    document.documentElement.dataset.role = role;
    showLimits(fakePanePage(), { tmux: '3.3a', limits: ['keys'] });
    const dialog = document.querySelector('dialog');
    assert.match(dialog.textContent, /Shift\+Enter.*From 3\.5 on/);
    assert.equal(dialog.querySelectorAll('a').length, links);
    press('Close');
    assert.equal(document.querySelector('dialog'), null);
  }
});
