/** Panes with tmux's mouse off: a click goes to one, a drag selects within it, and borders are dragged. */
import { PaneSelection } from '../../terminal/panes/pane-selection.js';
import { need } from '../../lib/dom.js';
import { logWarning } from '../../lib/log.js';
import { borderAt, clampTo, paneAt, spansIn, wordAround } from '../../lib/pane-grid.js';
import { panesIn, sizeIn } from '../../lib/pane-layout.js';

const CURSORS = { x: 'col-resize', y: 'row-resize' };
const TOWARDS = { x: ['left', 'right'], y: ['up', 'down'] };
const CELLS_MAX = 500;

/** @param {import('../../pages/terminal.js').Page} page */
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
    disposables.listen(stage, 'mousedown', (event) => this.#press(event), true);
    disposables.listen(stage, 'mousemove', (event) => this.#hover(event));
    disposables.listen(window, 'mousemove', (event) => this.#drag?.move(event), true);
    disposables.listen(window, 'mouseup', () => this.#release(), true);
    for (const name of ['typed', 'window', 'session']) page.events.on(name, () => selection.clear());
  }

  /** The panes under the pointer; null where clicks are for xterm.js or a program. */
  #shown() {
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

  #hover(event) {
    if (this.#drag !== null) return;
    const shown = this.#shown();
    const border = shown && borderAt(shown.panes, this.#cellOf(event, shown));
    this.#selection.pointer = border && this.#page.mayType() ? CURSORS[border.axis] : '';
  }

  #press(event) {
    this.#selection.clear();
    const plain = event.button === 0 && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    const shown = plain && event.target.closest('.xterm') ? this.#shown() : null;
    if (shown === null) return;
    const cell = this.#cellOf(event, shown);
    const [pane, border] = [paneAt(shown.panes, cell), borderAt(shown.panes, cell)];
    if (pane === null && (border === null || !this.#page.mayType())) return;
    event.preventDefault();
    event.stopPropagation();
    this.#page.focus();
    this.#drag = pane === null ? this.#resize(shown, border) : this.#select(shown, pane, cell, event.detail);
  }

  #release() {
    this.#drag?.end();
    this.#drag = null;
  }

  #select(shown, pane, from, clicks) {
    const cursor = this.#selection.cursor;
    const isActive = paneAt([pane], { x: cursor.x, y: cursor.y - shown.top }) !== null;
    if (!isActive && this.#page.mayType()) this.#ask(shown.id, 'select-pane', { pane: pane.id });
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

  /** The text is there at once; which rows wrap is known a moment later. */
  async #take(pane, spans, line) {
    this.#selection.take(pane, new Set());
    const before = this.#selection.text;
    try {
      const { wraps } = await this.#page.subscription.command('history', { pane: pane.id, count: pane.rows });
      if (this.#selection.text !== before) return;
      const goesOn = new Set(wraps);
      if (line) this.#selection.show(wholeLine(pane, spans[0].y, goesOn));
      this.#selection.take(pane, goesOn);
    } catch (error) {
      logWarning(`rows that wrap are copied as lines: ${error.message}`);
    }
  }

  #resize(shown, { pane, axis }) {
    let at = axis === 'x' ? pane.left + pane.cols : pane.top + pane.rows;
    let wanted = at;
    let busy = false;
    const work = async () => {
      busy = true;
      while (wanted !== at) {
        const cells = wanted - at;
        at = wanted;
        await this.#ask(shown.id, 'resize-pane', {
          pane: pane.id,
          direction: TOWARDS[axis][cells > 0 ? 1 : 0],
          cells: Math.min(Math.abs(cells), CELLS_MAX),
        });
      }
      busy = false;
    };
    return {
      move: (event) => {
        wanted = this.#cellOf(event, shown)[axis];
        if (!busy) work();
      },
      end: () => {
        this.#selection.pointer = '';
      },
    };
  }

  async #ask(window, act, body) {
    try {
      await this.#page.api.ask('POST', `/api/windows/${encodeURIComponent(window)}/${act}`, body);
    } catch (error) {
      logWarning(`${act}: ${error.message}`);
    }
  }
}

/** All rows of the line that goes through a row. */
function wholeLine(pane, y, goesOn) {
  let [first, last] = [y, y];
  while (first > pane.top && goesOn.has(first - 1 - pane.top)) first -= 1;
  while (last < pane.top + pane.rows - 1 && goesOn.has(last - pane.top)) last += 1;
  return spansIn(pane, { x: pane.left, y: first }, { x: pane.left + pane.cols - 1, y: last });
}
