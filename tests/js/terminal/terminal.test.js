import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FONT_MIN_PX, fontFor, gridFor, scaleFor } from '../../../static/js/terminal/geometry.js';
import { bytesOfBinary, isReport } from '../../../static/js/terminal/input/key-bytes.js';
import { webAddress } from '../../../static/js/terminal/links/link-provider.js';
import { paletteOf } from '../../../static/js/terminal/render/palettes.js';
import { isRealGpu } from '../../../static/js/terminal/render/renderer.js';
import { contrast } from '../../../static/js/lib/colour.js';

test('the grid fills the room and never exceeds what the server takes', () => {
  const cell = { width: 8.43, height: 16 };
  assert.deepEqual(gridFor({ width: 1272, height: 756 }, cell), { cols: 150, rows: 47 });
  assert.deepEqual(gridFor({ width: 10, height: 3 }, cell), { cols: 2, rows: 1 });
  assert.deepEqual(gridFor({ width: 1e6, height: 1e6 }, cell), { cols: 500, rows: 200 });
  assert.deepEqual(gridFor({ width: 100, height: 100 }, { width: 0, height: 0 }), { cols: 500, rows: 200 });
  assert.deepEqual(gridFor({ width: Number.NaN, height: 0 }, cell), { cols: 2, rows: 1 });
});

test('a larger screen shrinks until all of it fits, a smaller one stays', () => {
  assert.equal(scaleFor({ width: 400, height: 800 }, { width: 800, height: 400 }), 0.5);
  assert.equal(scaleFor({ width: 400, height: 100 }, { width: 400, height: 400 }), 0.25);
  assert.equal(scaleFor({ width: 400, height: 400 }, { width: 40, height: 40 }), 1);
  assert.equal(scaleFor({ width: 0, height: 0 }, { width: 0, height: 0 }), 1);
});

test('the font follows the scale in half pixels, down to the smallest', () => {
  assert.equal(fontFor(14, 1), 14);
  assert.equal(fontFor(14, 0.62), 8.5);
  assert.equal(fontFor(14, 0.1), FONT_MIN_PX);
});

test('binary reports keep every byte', () => {
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
  assert.deepEqual(
    [...bytesOfBinary(all)],
    Array.from({ length: 256 }, (_, code) => code),
  );
});

test('focus and mouse reports are distinguished from keys', () => {
  const bytes = (text) => new TextEncoder().encode(text);
  for (const report of ['\x1b[I', '\x1b[O', '\x1b[<0;12;3M', '\x1b[<35;1;1m', '\x1b[M !!'])
    assert.ok(isReport(bytes(report)), report);
  for (const typed of ['I', '\x1b', '\x1b[A', '\x1bOA', '\x1b[13;2u', '\x1b[M', '\x1b[200~x\x1b[201~', ''])
    assert.ok(!isReport(bytes(typed)), typed);
});

test('only addresses of the web open', () => {
  assert.equal(webAddress('https://example.org/a?b#c'), 'https://example.org/a?b#c');
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    '//example.org',
    'x',
    '',
  ]) {
    assert.equal(webAddress(text), null, text);
  }
});

test('WebGL is for real graphics cards', () => {
  for (const name of [
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11)',
    'Apple M2',
    'Mesa Intel(R) UHD Graphics 620',
  ])
    assert.ok(isRealGpu(name), name);
  const drawnByProcessor = [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'Microsoft Basic Render Driver',
    'Apple Software Renderer',
    '',
    null,
    undefined,
  ];
  for (const name of drawnByProcessor) assert.ok(!isRealGpu(name), String(name));
});

for (const theme of ['dark', 'light']) {
  test(`text of the ${theme} palette can be read`, () => {
    const { background, ...colours } = paletteOf(theme);
    // Black and the mid-dark blue are grounds on a dark screen; the contrast correction lifts text in them.
    const isText = (name) =>
      !/^selection|Accent$/.test(name) && !(theme === 'dark' && /^(black|blue)$/.test(name));
    for (const [name, colour] of Object.entries(colours).filter(([key]) => isText(key))) {
      assert.ok(contrast(colour, background) >= 4.5, `${name} ${contrast(colour, background)}`);
    }
  });
  test(`selected text of the ${theme} palette can be read`, () => {
    const { foreground, selectionBackground } = paletteOf(theme);
    assert.ok(contrast(foreground, selectionBackground) >= 4.5);
  });
}

test('contrast counts as WCAG does', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(Math.round(contrast('#777777', '#ffffff') * 100) / 100, 4.48);
});
