/** A small terminal that shows what a look looks like: a prompt, colours, a diff, wide characters. */
import { Terminal } from '../../../vendor/xterm.mjs';
import { Disposables } from '../../lib/disposables.js';
import { currentWidths } from '../../lib/widths.js';
import { mendRows } from '../render/dom-rows.js';
import { lookOptions } from '../render/appearance.js';
import { setWidths } from '../unicode.js';

const ROWS = 11;
const COLS_MIN = 8;
const COLS_MAX = 80;

const E = '\x1b[';
const dots = (from) => Array.from({ length: 8 }, (_, at) => `${E}${from + at}m●${E}0m`).join(' ');
const LINES = [
  `${E}32mada@box${E}0m ${E}34m~/notes${E}0m $ git diff`,
  `${E}1mdiff --git a/list b/list${E}0m`,
  `${E}36m@@ -1,2 +1,2 @@${E}0m`,
  `${E}31m-  milk, bread${E}0m`,
  `${E}32m+  milk, bread, 茶${E}0m`,
  `${E}90m# comment${E}0m ${E}35mlet${E}0m x = ${E}33m"wide 漢字 😀"${E}0m`,
  `${E}4munderlined${E}0m ${E}1mbold${E}0m ${E}3mitalic${E}0m ${E}7minverse${E}0m`,
  `${dots(30)}  0O 1lI | {}`,
  `${dots(90)}  -> != >= ~~`,
];
const SELECTED = { row: 4, from: 3, length: 4 };
const PROMPT = `${E}32mada@box${E}0m ${E}34m~/notes${E}0m $ `;

export class Sample {
  #terminal;
  #element;
  #disposables = new Disposables();

  /** @param {HTMLElement} element what it is put into; it is a picture, not a control. */
  constructor(element, look, palette) {
    this.#element = element;
    this.#terminal = this.#disposables.own(
      new Terminal({
        ...lookOptions({ ...look, screenReader: false }),
        allowProposedApi: true,
        cursorInactiveStyle: look.cursor,
        disableStdin: true,
        scrollback: 0,
        rows: ROWS,
        theme: palette,
      }),
    );
    setWidths(this.#terminal, currentWidths());
    this.#terminal.open(element);
    mendRows(this.#terminal, this.#disposables);
    this.#blink(look);
    this.#disposables.observeSize(element, () => this.#fill());
    this.#fill();
  }

  /** @param {import('../render/appearance.js').Look} look @param {object} palette */
  show(look, palette) {
    Object.assign(this.#terminal.options, lookOptions({ ...look, screenReader: false }), {
      cursorInactiveStyle: look.cursor,
      theme: palette,
    });
    this.#blink(look);
    this.#fill();
  }

  dispose() {
    this.#disposables.dispose();
  }

  /** xterm.js blinks only where it has the keyboard; features/settings/settings.css does it here. */
  #blink(look) {
    this.#element.classList.toggle('is-blinking', look.blink);
  }

  #fill() {
    const terminal = this.#terminal;
    const { width } = terminal.element.querySelector('.xterm-screen').getBoundingClientRect();
    const cell = width / terminal.cols;
    const cols = Math.max(
      COLS_MIN,
      Math.min(COLS_MAX, Math.floor(this.#element.clientWidth / cell) || COLS_MIN),
    );
    terminal.resize(cols, ROWS);
    // Long lines are cut, not wrapped, so that the rows stay where they are. Before the first focus xterm.js 6.0.0
    // shows a cursor on the other screen only.
    terminal.write(`\x1bc${E}?1047h${E}?7l${LINES.join('\r\n')}\r\n${PROMPT}`, () =>
      terminal.select(SELECTED.from, SELECTED.row, SELECTED.length),
    );
  }
}
