import assert from 'node:assert/strict';
import { test } from 'node:test';

import xterm from '@xterm/headless';

import { rowsOf, textOf } from '../../../../static/js/terminal/render/cells.js';
import { htmlOf } from '../../../../static/js/terminal/export/html.js';
import { paletteOf } from '../../../../static/js/terminal/render/palettes.js';
import { setWidths } from '../../../../static/js/terminal/unicode.js';
import { currentWidths } from '../../../../static/js/lib/widths.js';

const LOOKS = { palette: paletteOf('dark'), fontFamily: 'ui-monospace, "Cascadia Mono"', contrast: 1 };

/** A terminal that shows this. */
async function showing(text, cols = 12, rows = 3) {
  const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  setWidths(terminal, currentWidths());
  await new Promise((done) => {
    terminal.write(text, done);
  });
  return terminal;
}

const htmlShowing = async (text) =>
  htmlOf(rowsOf(await showing(text)), LOOKS)
    .replace(/^<pre [^>]*>\n/, '')
    .replace(/<\/pre>$/, '');

test('the text of a screen has no blanks at its ends, and wrapped lines are one line', async () => {
  assert.equal(textOf(await showing('a  \r\n0123456789abcdef')), 'a\n0123456789abcdef');
  assert.equal(textOf(await showing('')), '');
});

test('cells that look the same are one run, each character at its column', async () => {
  const [first, second] = rowsOf(await showing('ab\x1b[1;31m日c\x1b[0m\r\n\x1b[48;2;1;2;3m \x1b[0m'));
  assert.deepEqual(
    first.map(({ style, characters }) => [style.fg, style.bold, characters]),
    [
      [
        null,
        false,
        [
          { at: 0, text: 'a', cells: 1 },
          { at: 1, text: 'b', cells: 1 },
        ],
      ],
      [
        1,
        true,
        [
          { at: 2, text: '日', cells: 2 },
          { at: 4, text: 'c', cells: 1 },
        ],
      ],
    ],
  );
  assert.deepEqual(
    second.map(({ style, characters }) => [style.bg, characters.length]),
    [['#010203', 1]],
  );
});

test('HTML has the colours of the terminal, those of a palette and others', async () => {
  assert.equal(
    await htmlShowing('x\x1b[31mred\x1b[0m \x1b[38;5;196mcube\x1b[0m'),
    `x<span style="color:${LOOKS.palette.red}">red</span> <span style="color:#ff0000">cube</span>`,
  );
  assert.equal(
    await htmlShowing('\x1b[1;3;4;9;38;2;1;2;3;48;2;250;251;252mall'),
    '<span style="background-color:#fafbfc;color:#010203;font-weight:bold;font-style:italic;' +
      'text-decoration:underline line-through">all</span>',
  );
  assert.equal(
    await htmlShowing('\x1b[7mno'),
    `<span style="background-color:${LOOKS.palette.foreground};color:${LOOKS.palette.background}">no</span>`,
  );
});

test('HTML has no markup of texts or fonts, keeps empty rows, and leaves hidden text out', async () => {
  assert.equal(await htmlShowing(`<b>&"'`), '&lt;b&gt;&amp;&quot;&#39;');
  assert.equal(await htmlShowing('\r\n  x'), '\n  x');
  assert.ok(!(await htmlShowing('\x1b[8msecret\x1b[0m.')).includes('secret'));
  const whole = htmlOf([], { ...LOOKS, fontFamily: `a", '</pre>` });
  assert.match(whole, /^<pre style="[^"<>]*font-family:a&quot;, &#39;&lt;\/pre&gt;;[^"<>]*">\n<\/pre>$/);
});
