/** A small terminal that shows the user's settings: a prompt, colours, a diff, wide characters. */
import { Terminal } from '../../../vendor/xterm.mjs';
import { Disposables } from '../../lib/disposables.js';
import { need } from '../../lib/dom.js';
import { currentWidths } from '../../lib/widths.js';
import { fixRows } from '../render/dom-rows.js';
import { lookOptions } from '../render/appearance.js';
import { setWidths } from '../unicode.js';

/** @import { ITheme } from '../../../vendor/xterm.mjs' */
/** @import { TerminalLook } from '../render/appearance.js' */
/** @import { OpenTerminal } from '../screen.js' */

const ROWS = 11;
const COLS_MIN = 8;
const COLS_MAX = 80;

const E = '\x1b[';
/** @param {number} from */
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

  /**
   * @param {HTMLElement} element the parent; the sample is a picture, not a control.
   * @param {TerminalLook} look
   * @param {ITheme} palette
   */
  constructor(element, look, palette) {
    this.#element = element;
    const terminal = this.#disposables.own(
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
    this.#terminal = /** @type {OpenTerminal} */ (terminal);
    setWidths(this.#terminal, currentWidths());
    this.#terminal.open(element);
    fixRows(this.#terminal, this.#disposables);
    this.#blink(look);
    this.#disposables.observeSize(element, () => this.#fill());
    this.#fill();
  }

  /** @param {TerminalLook} look @param {ITheme} palette */
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

  /**
   * xterm.js blinks only if it has the focus; features/settings/settings.css does it here.
   * @param {TerminalLook} look
   */
  #blink(look) {
    this.#element.classList.toggle('is-blinking', look.blink);
  }

  #fill() {
    const terminal = this.#terminal;
    const { width } = need('.xterm-screen', terminal.element).getBoundingClientRect();
    const cell = width / terminal.cols;
    const cols = Math.max(
      COLS_MIN,
      Math.min(COLS_MAX, Math.floor(this.#element.clientWidth / cell) || COLS_MIN),
    );
    terminal.resize(cols, ROWS);
    // Long lines are cut, not wrapped, so that the rows stay where they are. Before the first focus xterm.js
    // 6.0.0
    // shows a cursor on the other screen only.
    terminal.write(`\x1bc${E}?1047h${E}?7l${LINES.join('\r\n')}\r\n${PROMPT}`, () =>
      terminal.select(SELECTED.from, SELECTED.row, SELECTED.length),
    );
  }
}
