import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<main></main><input>');
const { installPaste, pasteText } = await import('../../../../static/js/features/clipboard/paste.js');
await import('../../../../static/js/features/clipboard/paste-dialog.js'); // so that its import() is quick

const state = { guard: false, bracketed: true, mayType: true };
let pasted = [];
let pressCtrlV;
const page = {
  guest: false,
  mayType: () => state.mayType,
  settings: { get: () => state.guard },
  screen: {
    get bracketedPaste() {
      return state.bracketed;
    },
    paste: (text) => pasted.push(text),
    onPasteKey: (listener) => {
      pressCtrlV = listener;
    },
  },
  actions: { register: () => {} },
  type: (bytes) => pasted.push(...bytes),
  focus: () => {},
};
installPaste(page);

beforeEach(() => {
  pasted = [];
  Object.assign(state, { guard: false, bracketed: true, mayType: true });
});

async function pasteInto(selector, text, files = []) {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  event.clipboardData = { getData: () => text, files };
  document.querySelector(selector).dispatchEvent(event);
  await settled();
  return event.defaultPrevented;
}

test('a paste goes to the terminal without paste marks', async () => {
  assert.equal(await pasteInto('main', 'a\x1b[201~b\n'), true);
  assert.deepEqual(pasted, ['ab\n']);
});

test('a field handles its own paste, and a viewer pastes nothing', async () => {
  assert.equal(await pasteInto('input', 'text'), false);
  state.mayType = false;
  assert.equal(await pasteInto('main', 'text'), false);
  assert.deepEqual(pasted, []);
});

test('Ctrl+V is typed once, with or without a paste event of the browser', async () => {
  pressCtrlV();
  await pasteInto('main', 'text');
  assert.deepEqual(pasted, [0x16]);
  pressCtrlV();
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(pasted, [0x16, 0x16]);
});

test('an empty text is not pasted, and plain text needs no question', async () => {
  Object.assign(state, { guard: true, bracketed: false });
  assert.equal(await pasteText(page, ''), false);
  assert.equal(await pasteText(page, 'ls'), true);
  assert.deepEqual(pasted, ['ls']);
});

test('risky text is shown first', async () => {
  Object.assign(state, { guard: true, bracketed: false });
  const answer = pasteText(page, 'make\nmake install\n');
  const deadline = Date.now() + 5000;
  while (!document.querySelector('dialog[open]') && Date.now() < deadline) await settled();
  assert.equal(document.querySelector('dialog h2').textContent, 'Paste 2 lines?');
  document.querySelector('dialog').close('line');
  assert.equal(await answer, true);
  assert.deepEqual(pasted, ['make make install']);
});
