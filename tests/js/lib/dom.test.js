import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage('<p id="live"></p>');
const { el, need, setAttribute, setText, speak } = await import('../../../static/js/lib/dom.js');

test('text is never markup, and an attribute without a value is left out', () => {
  const element = el('p', { class: 'a', text: '<b>', id: 'x', hidden: true, title: null, lang: false });
  assert.equal(element.outerHTML, '<p class="a" id="x" hidden="">&lt;b&gt;</p>');
  setAttribute(element, 'hidden', false);
  assert.equal(element.hasAttribute('hidden'), false);
});

test('children and listeners are those that were given', () => {
  let clicks = 0;
  const button = el('button', { on: { click: () => (clicks += 1) } }, el('i', {}), ' go');
  button.click();
  assert.deepEqual([button.innerHTML, clicks], ['<i></i> go', 1]);
});

test('an element that must exist is found, or an error names it', () => {
  assert.equal(need('#live').tagName, 'P');
  assert.throws(() => need('#missing'), /#missing/);
});

test('a screen reader speaks the same words again', () => {
  const live = need('#live');
  speak('Copied.');
  const first = live.textContent;
  speak('Copied.');
  assert.notEqual(live.textContent, first);
  setText(live, 'Other.');
  assert.equal(live.textContent, 'Other.');
});
