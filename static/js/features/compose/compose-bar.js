/** A line to write in with all that a phone has for writing, sent to the terminal as a whole. */
import { isTouchFirst } from '../../lib/device.js';
import { el, setText, speak } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { isShell } from '../../lib/window-model.js';
import { toast } from '../../components/toast.js';
import { pressable } from '../../components/press.js';

const LINES_MAX = 5;
// What the terminal and the keys need, before a second line is written in.
const BESIDE_PX = 220;
const LATE_MS = 400;

export class Compose {
  #page;
  #drafts;
  #field;
  #earlier;
  #list;
  #buttons;
  #sessionId = null;
  #waiting = false;
  #note = el('p', {
    class: 'compose-note',
    hidden: true,
    text: 'Waiting for the connection. Your text is not lost.',
  });
  #type = (text) => this.#page.type(new TextEncoder().encode(text));

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {import('./drafts.js').Drafts} drafts
   */
  constructor(page, drafts) {
    this.#page = page;
    this.#drafts = drafts;
    this.#field = el('textarea', {
      class: 'compose-field',
      rows: 1,
      'aria-label': 'Text for the terminal',
      placeholder: isTouchFirst() ? 'Write here, then send' : 'Write here; Ctrl+Enter sends',
      autocapitalize: 'sentences',
      maxlength: 10_000,
    });
    this.#earlier = this.#button(
      'Sent texts',
      'earlier',
      { tap: () => this.#toggleList() },
      { 'aria-expanded': 'false' },
    );
    this.#buttons = [
      this.#button('Insert without Enter', 'insert', { tap: () => this.#send({ enter: false }) }),
      this.#button(
        'Send',
        'send',
        { tap: () => this.#send({ enter: true }), hold: () => this.#send({ enter: false }) },
        { class: 'compose-button compose-send', title: 'Hold to send without Enter' },
      ),
    ];
    this.#list = el('ul', { class: 'compose-list', 'aria-label': 'Texts sent earlier', hidden: true });
    this.element = el(
      'div',
      { class: 'compose', role: 'group', 'aria-label': 'Compose', hidden: true },
      this.#list,
      this.#note,
      this.#earlier,
      this.#field,
      ...this.#buttons,
    );
    this.#field.addEventListener('input', () => this.#edited());
    // What waits is kept by the page itself over a reload.
    window.addEventListener('pagehide', () => {
      if (this.#waiting) drafts.draft = '';
    });
    this.#field.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#field.addEventListener('paste', (event) => this.#pasted(event));
    // A shell's commands begin with no capital.
    page.events.on('windows', (windows) =>
      this.#field.setAttribute(
        'autocapitalize',
        isShell(windows.find(({ active }) => active)?.command) ? 'none' : 'sentences',
      ),
    );
    visualViewport.addEventListener('resize', () => this.#fit());
    this.#fill(drafts.draft);
    this.element.hidden = this.#field.value === '';
  }

  /** Has `type` type what is no paste. @param {(text: string) => void} type */
  typeBy(type) {
    this.#type = type;
  }

  /** The session of this id is shown now, perhaps by a new name: its draft comes, and the other one stays behind. */
  session(id) {
    const another = this.#sessionId !== null && this.#sessionId !== id;
    this.#sessionId = id;
    if (another) this.#fill(this.#drafts.draft);
    else this.#drafts.draft = this.#field.value;
  }

  get shown() {
    return !this.element.hidden;
  }

  /** Shows it and gives it the keyboard, or puts it away; what was written stays. */
  toggle() {
    if (this.shown) this.#close();
    else this.open();
  }

  open() {
    this.element.hidden = false;
    this.#fit();
    this.focus();
  }

  focus() {
    this.#field.focus();
  }

  /** Adds to what is written. */
  write(text) {
    this.#fill(this.#field.value + text);
    this.#edited();
  }

  get hasFocus() {
    return document.activeElement === this.#field;
  }

  blur() {
    this.#field.blur();
  }

  #close() {
    this.#showList(false);
    this.element.hidden = true;
    this.#page.focus();
  }

  async #send({ enter }) {
    if (this.#waiting) return;
    const text = this.#field.value;
    if (text === '') {
      if (enter) this.#type('\r');
      return;
    }
    const trouble = this.#trouble();
    if (trouble) {
      toast(trouble, { kind: 'error' });
      return;
    }
    if ((await this.#page.screen.paste(text)) === false) return;
    if (enter) this.#type('\r');
    if (!(await this.#taken())) return;
    this.#drafts.remember(text);
    this.#fill('');
    this.#edited();
  }

  /** Waits until the terminal took what was sent; the text stands there until then. */
  async #taken() {
    const { readOnly } = this.#field;
    const late = setTimeout(() => {
      this.#note.hidden = false;
      speak(this.#note.textContent);
    }, LATE_MS);
    this.#waiting = this.#field.readOnly = true;
    try {
      return await this.#page.taken();
    } finally {
      clearTimeout(late);
      this.#note.hidden = true;
      this.#waiting = false;
      this.#field.readOnly = readOnly;
    }
  }

  #trouble() {
    return this.#page.mayType() ? '' : 'Read-only: you cannot type here.';
  }

  #keyDown(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#send({ enter: true });
    else if (event.key === 'Escape' && !this.#list.hidden) this.#showList(false);
    else if (event.key === 'Escape') this.#close();
    else if (event.key === 'ArrowUp' && this.#field.value === '') this.#fill(this.#drafts.sent[0] ?? '');
    else return;
    event.preventDefault();
  }

  /** Pictures and files: they are uploaded, and their paths come here. */
  async #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || this.#page.guest || event.clipboardData.getData('text/plain') !== '') return;
    event.preventDefault();
    const { uploadPasted } = await import('../files/uploads.js');
    await uploadPasted(this.#page, files);
  }

  #edited() {
    this.#drafts.draft = this.#field.value;
    this.#fit();
  }

  #fill(text) {
    this.#field.value = text;
    this.#fit();
  }

  /** As high as what is written, up to five lines, and fewer where a keyboard leaves little height. */
  #fit() {
    const field = this.#field;
    field.style.height = '';
    if (!this.shown || field.value === '') return;
    const style = getComputedStyle(field);
    const around = field.offsetHeight - field.clientHeight;
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    const line = Number.parseFloat(style.lineHeight);
    const lines = Math.max(1, Math.min(LINES_MAX, Math.floor((visualViewport.height - BESIDE_PX) / line)));
    const most = lines * line + padding + around;
    field.style.height = `${Math.min(field.scrollHeight + around, most)}px`;
  }

  #toggleList() {
    this.#showList(this.#list.hidden);
  }

  #showList(shown) {
    this.#list.hidden = !shown;
    this.#earlier.setAttribute('aria-expanded', String(shown));
    if (shown) this.#list.replaceChildren(...this.#entries());
  }

  #entries() {
    const entry = (text, run, className) => {
      const button = el('button', { class: className, type: 'button' });
      setText(button, text);
      pressable(button, { tap: run });
      return el('li', {}, button);
    };
    const { sent } = this.#drafts;
    if (sent.length === 0) return [el('li', { class: 'muted', text: 'Nothing sent yet.' })];
    const forget = () => {
      this.#drafts.forget();
      this.#showList(false);
    };
    const choose = (text) => {
      this.#showList(false);
      this.#fill(text);
      this.#edited();
      this.focus();
    };
    return [
      ...sent.map((text) => entry(text, () => choose(text), 'compose-entry')),
      entry('Clear this list', forget, 'compose-entry compose-forget'),
    ];
  }

  #button(label, shape, on, attributes = {}) {
    const button = el(
      'button',
      { class: 'compose-button', type: 'button', title: label, ...attributes, 'aria-label': label },
      icon(shape),
    );
    pressable(button, on);
    return button;
  }
}
