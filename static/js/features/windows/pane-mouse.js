/** The mouse if tmux does not use it: a click selects a pane, a drag selects text or moves a border. */
import { PaneSelection } from '../../terminal/panes/pane-selection.js';
import { need } from '../../lib/dom.js';
import { logWarning } from '../../lib/log.js';
import { borderAt, clampTo, paneAt, spansIn, wordAround } from '../../lib/pane-cells.js';
import { panesIn, sizeIn } from '../../lib/pane-layout.js';
import { CELLS_MAX } from './pane-actions.js';
import { windowRoute } from './window-actions.js';

const CURSORS = { x: 'col-resize', y: 'row-resize' };
const DIRECTIONS = { x: ['left', 'right'], y: ['up', 'down'] };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPaneMouse(page) {
  if (page.guest || need('#terminal').dataset.view !== 'terminal') return;
  page.screen.extend((terminal, disposables) => {
    const selection = new PaneSelection(terminal, disposables);
    page.screen.selectBy(selection);
    new PaneMouse(page, selection, disposables);
  });
}

class PaneMouse {
  #page;
  #selection;
  #drag = null;

  constructor(page, selection, disposables) {
    this.#page = page;
    this.#selection = selection;
    const stage = need('#stage');
    disposables.listen(stage, 'mousedown', (event) => this.#onPress(event), true);
    disposables.listen(stage, 'mousemove', (event) => this.#onHover(event));
    disposables.listen(window, 'mousemove', (event) => this.#drag?.move(event), true);
    disposables.listen(window, 'mouseup', () => this.#onRelease(), true);
    for (const name of ['typed', 'window', 'session']) page.events.on(name, () => selection.clear());
  }

  /** The panes of the current window; null if clicks belong to xterm.js or to a program. */
  #panesShown() {
    const window = this.#page.windows.find(({ active }) => active);
    const size = sizeIn(window?.layout ?? '');
    if (
      this.#page.screen.usesMouse ||
      size === null ||
      window.panes < 2 ||
      window.zoomed ||
      size.cols !== this.#selection.size.cols
    )
      return null;
    const panes = panesIn(window.layout);
    return { id: window.id, panes, top: this.#selection.topOf(panes, size.rows) };
  }

  #cellOf(event, { top }) {
    const { x, y } = this.#selection.cellAt(event);
    return { x, y: y - top };
  }

  #onHover(event) {
    if (this.#drag !== null) return;
    const shown = this.#panesShown();
    const border = shown && borderAt(shown.panes, this.#cellOf(event, shown));
    this.#selection.pointer = border && this.#page.mayType() ? CURSORS[border.axis] : '';
  }

  #onPress(event) {
    this.#selection.clear();
    const plain = event.button === 0 && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    const shown = plain && event.target.closest('.xterm') ? this.#panesShown() : null;
    if (shown === null) return;
    const cell = this.#cellOf(event, shown);
    const [pane, border] = [paneAt(shown.panes, cell), borderAt(shown.panes, cell)];
    if (pane === null && (border === null || !this.#page.mayType())) return;
    event.preventDefault();
    event.stopPropagation();
    this.#page.focus();
    this.#drag = pane === null ? this.#resize(shown, border) : this.#select(shown, pane, cell, event.detail);
  }

  #onRelease() {
    this.#drag?.end();
    this.#drag = null;
  }

  #select(shown, pane, from, clicks) {
    const cursor = this.#selection.cursor;
    const isActive = paneAt([pane], { x: cursor.x, y: cursor.y - shown.top }) !== null;
    if (!isActive && this.#page.mayType()) this.#request(shown.id, 'select-pane', { pane: pane.id });
    let spans =
      clicks === 2
        ? this.#word(shown, pane, from)
        : clicks > 2
          ? spansIn(pane, { x: pane.left, y: from.y }, { x: pane.left + pane.cols - 1, y: from.y })
          : [];
    if (spans.length > 0) this.#selection.show(spans);
    return {
      move: (event) => {
        const to = clampTo(pane, this.#cellOf(event, shown));
        if (clicks > 1 || (spans.length === 0 && to.x === from.x && to.y === from.y)) return;
        spans = spansIn(pane, from, to);
        this.#selection.show(spans);
      },
      end: () => {
        if (spans.length > 0) this.#take(pane, spans, clicks > 2);
      },
    };
  }

  #word({ top }, pane, { x, y }) {
    const characters = this.#selection.characters(y + top).slice(pane.left, pane.left + pane.cols);
    const { start, end } = wordAround(characters, x - pane.left, this.#selection.separators);
    return [{ y, start: pane.left + start, end: pane.left + end }];
  }

  /** Takes the selected text at once, then again when tmux has reported which rows wrap. */
  async #take(pane, spans, wholeLines) {
    this.#selection.take(pane, new Set());
    const before = this.#selection.text;
    try {
      const { wraps } = await this.#page.subscription.command('history', { pane: pane.id, count: pane.rows });
      if (this.#selection.text !== before) return;
      const wrapped = new Set(wraps);
      if (wholeLines) this.#selection.show(lineThrough(pane, spans[0].y, wrapped));
      this.#selection.take(pane, wrapped);
    } catch (error) {
      logWarning(`rows that wrap are copied as lines: ${error.message}`);
    }
  }

  #resize(shown, { pane, axis }) {
    let at = axis === 'x' ? pane.left + pane.cols : pane.top + pane.rows;
    let target = at;
    let busy = false;
    const moveBorder = async () => {
      busy = true;
      while (target !== at) {
        const cells = target - at;
        at = target;
        await this.#request(shown.id, 'resize-pane', {
          pane: pane.id,
          direction: DIRECTIONS[axis][cells > 0 ? 1 : 0],
          cells: Math.min(Math.abs(cells), CELLS_MAX),
        });
      }
      busy = false;
    };
    return {
      move: (event) => {
        target = this.#cellOf(event, shown)[axis];
        if (!busy) moveBorder();
      },
      end: () => {
        this.#selection.pointer = '';
      },
    };
  }

  async #request(window, action, body) {
    try {
      await this.#page.api.ask('POST', windowRoute(window, action), body);
    } catch (error) {
      logWarning(`${action}: ${error.message}`);
    }
  }
}

/** All rows of the line that a row belongs to; `wrapped` has the rows that continue on the next one. */
function lineThrough(pane, y, wrapped) {
  let [first, last] = [y, y];
  while (first > pane.top && wrapped.has(first - 1 - pane.top)) first -= 1;
  while (last < pane.top + pane.rows - 1 && wrapped.has(last - pane.top)) last += 1;
  return spansIn(pane, { x: pane.left, y: first }, { x: pane.left + pane.cols - 1, y: last });
}
