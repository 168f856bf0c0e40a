// The reference terminal: `node terminal.mjs COLS ROWS [SCROLLBACK]` reads streams, each a length (u32, little-endian)
// and its bytes, and prints the screens they draw as a JSON list. WEBMUX_WIDTHS is what the server says of widths.
// `CSI 8 ; rows ; columns t` (XTWINOPS) in a stream resizes its terminal.
import xterm from '@xterm/headless';

import { setWidths } from '../static/js/terminal/unicode.js';
import { Widths } from '../static/js/lib/widths.js';

const [cols, rows, scrollback = 0] = process.argv.slice(2).map(Number);
const widths = new Widths(JSON.parse(process.env.WEBMUX_WIDTHS ?? 'null'));

// Column and look of each cell that shows a character.
function stylesOf(line, cols) {
  const found = [];
  for (let x = 0; x < cols; x += 1) {
    const cell = line.getCell(x);
    const colours = [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()];
    const flags = [
      cell.isBold(),
      cell.isDim(),
      cell.isItalic(),
      cell.isUnderline(),
      cell.isInverse(),
      cell.isStrikethrough(),
    ];
    if (cell.getChars().trim()) found.push([x, ...colours, ...flags.map(Boolean)].join(','));
  }
  return found;
}

// The scrollback of the primary screen, which rows continue the one above, and the modes.
function more(terminal) {
  const buffer = terminal.buffer.normal;
  const all = Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y));
  return {
    history: all.slice(0, buffer.baseY).map((line) => line.translateToString(true)),
    historyStyles: all.slice(0, buffer.baseY).map((line) => stylesOf(line, terminal.cols)),
    wrapped: all.map((line) => line.isWrapped),
    modes: { ...terminal.modes },
  };
}

// Writes each part at its size.
async function write(terminal, bytes) {
  const [first, ...resizes] = bytes.toString('latin1').split(/\x1b\[8;(\d+);(\d+)t/);
  const writePart = (part) => new Promise((done) => terminal.write(Buffer.from(part, 'latin1'), done));
  await writePart(first);
  for (let at = 0; at < resizes.length; at += 3) {
    terminal.resize(Number(resizes[at + 1]), Number(resizes[at]));
    await writePart(resizes[at + 2]);
  }
}

async function draw(bytes) {
  const terminal = new xterm.Terminal({ cols, rows, scrollback, allowProposedApi: true });
  setWidths(terminal, widths);
  await write(terminal, bytes);
  const buffer = terminal.buffer.active;
  const lines = [];
  const styles = [];
  const bars = [];
  for (let y = 0; y < terminal.rows; y += 1) {
    const line = buffer.getLine(buffer.viewportY + y);
    lines.push(line.translateToString(true));
    styles.push(stylesOf(line, terminal.cols));
    bars.push(Array.from({ length: terminal.cols }, (_, x) => line.getCell(x).getChars()).indexOf('|'));
  }
  const screen = { lines, styles, bars, type: buffer.type, x: buffer.cursorX, y: buffer.cursorY };
  return scrollback ? { ...screen, ...more(terminal) } : screen;
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = Buffer.concat(chunks);
const screens = [];
for (let at = 0; at < input.length; ) {
  const end = at + 4 + input.readUInt32LE(at);
  screens.push(await draw(input.subarray(at + 4, end)));
  at = end;
}
process.stdout.write(JSON.stringify(screens));
