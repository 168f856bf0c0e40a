import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRow, styleOf } from '../../../../static/js/features/tmux/status-format.js';

const base = styleOf('bg=green,fg=black');
const texts = (runs) => runs.map(({ text }) => text);

test('the default status line has its parts at their sides', () => {
  const row = parseRow(
    '#[align=left range=left default]#[push-default][work] #[pop-default]#[norange default]' +
      '#[list=on align=left]#[list=left-marker]<#[list=right-marker]>#[list=on]' +
      '#[range=window|1 list=focus default]#[push-default]1:sh*#[pop-default]#[norange list=on default]' +
      '#[nolist align=right range=right default]#[push-default] 18:39#[pop-default]#[norange default]',
    base,
  );
  assert.deepEqual(texts(row.left), ['[work] 1:sh*']);
  assert.deepEqual(texts(row.right), [' 18:39']);
  assert.deepEqual(row.right[0].style, base);
});

test('colours, attributes and defaults are as in tmux', () => {
  const { left, centre, fill } = parseRow(
    '#[fill=blue]#[fg=brightred,bg=colour200 bold]a#[nobold,fg=#A0b0C0]b#[push-default,bg=7]c#[default]d' +
      '#[bg=8]#[bg=default]d#[pop-default]#[default]e#[align=absolute-centre,reverse,fg=terminal]' +
      'f#[fg=red;nonsense,bg=colour999]g#[none]h',
    base,
  );
  const seen = left.map(({ text, style: { fg, bg, bold } }) => [text, fg, bg, bold]);
  assert.deepEqual(seen, [
    ['a', 9, 200, true],
    ['b', '#a0b0c0', 200, false],
    ['c', '#a0b0c0', 7, false],
    ['d', '#a0b0c0', 200, false],
    ['d', '#a0b0c0', 200, false],
    ['e', 0, 2, false],
  ]);
  assert.deepEqual(texts(centre), ['fg', 'h']);
  assert.equal(fill, 4);
});

test('text that looks like a style stays text', () => {
  const shown = (text) => texts(parseRow(text, base).left).join('|');
  assert.equal(shown('##[fg=red]x ###[bold]y'), '#[fg=red]x #|y');
  assert.equal(shown('a # b ## c ### d'), 'a # b # c ## d');
  assert.equal(shown('<b>#{pid} #(x)</b>'), '<b>#{pid} #(x)</b>');
  assert.equal(shown('seen#[fg=red hidden'), 'seen');
  assert.equal(shown('#[constructor=1 __proto__ noconstructor align=constructor]x'), 'x');
  assert.equal(shown(''), '');
});
