import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePage } from '../../page.js';

makePage();
const { draw } = await import('../../../../static/js/features/tmux/status-line.js');
const { paletteOf } = await import('../../../../static/js/terminal/render/palettes.js');

const appearance = { palette: paletteOf('dark'), contrast: 1, fontFamily: 'mono', fontSize: 14 };

test('each row has its sides as text, in the colours of tmux', () => {
  const bar = document.createElement('div');
  const hostile = '<img src=x onerror=y>##[fg=red]';
  draw(
    bar,
    { position: 'top', style: 'bg=#102030,fg=#ffffff', rows: [`#[bg=#000000]${hostile}`, ''] },
    appearance,
  );
  assert.equal(bar.children.length, 2);
  const [left, centre, right] = bar.children[0].children;
  assert.equal(left.textContent, '<img src=x onerror=y>#[fg=red]');
  assert.equal(left.firstElementChild.style.backgroundColor, '#000000');
  assert.equal(bar.children[0].style.backgroundColor, '#102030');
  assert.equal(centre.textContent + right.textContent, '');
  draw(bar, null, appearance);
  assert.equal(bar.children.length, 0);
});
