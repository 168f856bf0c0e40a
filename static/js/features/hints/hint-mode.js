/** Hint mode: letters over every address, path and hash on the screen; a letter copies or opens one. */
import { findPaths } from '../../net/files-api.js';
import { isTouchFirst } from '../../lib/device.js';
import { el, setAttribute, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { cellPlaces, hintSpots } from '../../terminal/links/hint-spots.js';
import { labelled } from '../../terminal/links/hint-text.js';
import { openLink } from '../../terminal/links/link-provider.js';
import { attempt } from '../../components/attempt.js';
import { textButton, toggleButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './hints-text.js';

/** @typedef {import('../../terminal/links/hint-spots.js').Spot & {label: string}} Hint */

/** @type {HintMode|null} */
let open = null;

/**
 * Opens hint mode over the terminal that has the keyboard; a second call closes it.
 * @param {import('../../pages/page-contract.js').Page} page
 */
export async function toggleHints(page) {
  if (open !== null) {
    open.close();
    return;
  }
  await needStyle('features/hints/hints.css');
  const { spots, places } = page.screen.use((terminal) => ({
    spots: hintSpots(terminal),
    places: cellPlaces(terminal),
  }));
  if (spots.length === 0) toast(TEXT.nothing);
  else open = new HintMode(page, labelled(spots), places);
}

class HintMode {
  #page;
  #hints;
  #layer;
  #typed = '';
  #opens = false;
  #undo = [];

  /** @param {Hint[]} hints */
  constructor(page, hints, places) {
    this.#page = page;
    this.#hints = hints;
    this.#layer = el('div', { class: 'hints', role: 'dialog', 'aria-label': TEXT.title, tabindex: -1 });
    const room = page.layer.getBoundingClientRect();
    Object.assign(this.#layer.style, {
      font: `${places.fontSize}px / ${places.cellHeight}px ${places.fontFamily}`,
    });
    for (const hint of hints) this.#layer.append(...this.#marksOf(hint, places, room));
    this.#layer.append(this.#bar());
    page.layer.append(this.#layer);
    this.#listen();
    this.#layer.focus();
    page.say(TEXT.opened(new Set(hints.map(({ label }) => label)).size));
  }

  close() {
    open = null;
    for (const undo of this.#undo) undo();
    this.#layer.remove();
    this.#page.focus();
  }

  #listen() {
    const on = (target, type, listener) => {
      target.addEventListener(type, listener, true);
      this.#undo.push(() => target.removeEventListener(type, listener, true));
    };
    on(document, 'keydown', (event) => this.#onKey(event));
    on(window, 'resize', () => this.close());
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    // The buttons of the bar, and those reached by Tab.
    if (event.key === 'Tab' || ['Enter', ' '].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Backspace') this.#type('');
    else if (letterOf(event)) this.#type(this.#typed + letterOf(event), event.shiftKey);
  }

  #type(typed, shift = false) {
    const matching = this.#hints.filter(({ label }) => label.startsWith(typed));
    const [hint] = matching;
    if (!hint) return;
    if (hint.label === typed) {
      this.#choose(hint, shift !== this.#opens);
      return;
    }
    this.#typed = typed;
    /** @type {NodeListOf<HTMLElement>} */
    const marks = this.#layer.querySelectorAll('.hint');
    for (const mark of marks) mark.classList.toggle('is-off', !mark.dataset.label.startsWith(typed));
  }

  /** @param {Hint} hint @param {boolean} opens */
  #choose(hint, opens) {
    this.close();
    if (opens && hint.kind === 'address') openLink(hint.text);
    else if (opens && hint.kind === 'path') attempt(() => openPath(this.#page, hint));
    else this.#page.screen.copy(hint.text);
    if (opens && hint.kind === 'hash') toast(TEXT.hashCopied);
  }

  /** @param {Hint} hint */
  #marksOf(hint, { left, top, cellWidth, cellHeight }, room) {
    return hint.pieces.map(({ x, y, cols, text }, index) => {
      const mark = el(
        'button',
        {
          class: `hint is-${hint.kind}`,
          type: 'button',
          'data-label': hint.label,
          tabindex: index === 0 ? 0 : -1,
          'aria-label': TEXT.copy(hint.text),
          on: { click: (event) => this.#choose(hint, event.shiftKey !== this.#opens) },
        },
        ...(index === 0 ? [el('kbd', { text: hint.label })] : []),
        el('span', { text }),
      );
      Object.assign(mark.style, {
        left: `${left - room.left + x * cellWidth}px`,
        top: `${top - room.top + y * cellHeight}px`,
        width: `${cols * cellWidth}px`,
        height: `${cellHeight}px`,
      });
      return mark;
    });
  }

  #bar() {
    const touch = isTouchFirst();
    const texts = touch ? [TEXT.tapCopies, TEXT.tapOpens] : [TEXT.copies, TEXT.opens];
    const textOf = (on) => texts[Number(on)];
    const state = el('span', { text: textOf(false) });
    const toggle = toggleButton(touch ? TEXT.openInstead : TEXT.shift, TEXT.toggle, (on) => {
      this.#opens = on;
      setText(state, textOf(on));
      for (const mark of this.#layer.querySelectorAll('.hint[data-label]')) {
        const hint = this.#hints.find(({ label }) => label === mark.getAttribute('data-label'));
        setAttribute(mark, 'aria-label', (on ? TEXT.open : TEXT.copy)(hint.text));
      }
      this.#layer.focus();
    });
    toggle.className = 'button button-small';
    const close = textButton(touch ? TEXT.close : TEXT.leave, () => this.close(), {
      'aria-label': TEXT.close,
    });
    return el('div', { class: 'hints-bar' }, state, toggle, close);
  }
}

/** The letter of a key; of another alphabet the one at its place. */
function letterOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.at(-1).toLowerCase() : '';
}

/** The menu of a file, as a click on its path opens it. */
async function openPath(page, { text, pieces }) {
  const [, path, line] = /^(.+?)(?::(\d+)(?::\d+)?)?$/.exec(text);
  const found = page.session && (await findPaths(page.api, page.session.id, [path])).get(path);
  if (!found) {
    toast(TEXT.noFile(path));
    return;
  }
  const { openPathMenu } = await import('../files/path-menu.js');
  const { left, top, cellWidth, cellHeight } = page.screen.use(cellPlaces);
  const at = { clientX: left + pieces[0].x * cellWidth, clientY: top + (pieces[0].y + 1) * cellHeight };
  openPathMenu(page, at, { path, line: line === undefined ? null : Number(line) }, found);
}
