// The reference terminal: `node terminal.mjs COLS ROWS < bytes` prints the screen's lines as JSON.
import xterm from '@xterm/headless';
import unicode11 from '@xterm/addon-unicode11';

const [cols, rows] = process.argv.slice(2).map(Number);
const terminal = new xterm.Terminal({ cols, rows, scrollback: 0, allowProposedApi: true });
terminal.loadAddon(new unicode11.Unicode11Addon());
terminal.unicode.activeVersion = '11';
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
terminal.write(Buffer.concat(chunks), () => {
  const buffer = terminal.buffer.active;
  const lines = [];
  for (let y = 0; y < rows; y += 1) lines.push(buffer.getLine(buffer.viewportY + y).translateToString(true));
  process.stdout.write(JSON.stringify({ lines, type: buffer.type, x: buffer.cursorX, y: buffer.cursorY }));
});
