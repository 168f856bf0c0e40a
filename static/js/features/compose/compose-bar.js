/** A text field with the phone's own input methods; its text is sent to the terminal as a whole. */
import { isTouchFirst } from '../../lib/device.js';
import { el, setText, speak } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { isShell } from '../../lib/window-model.js';
import { toast } from '../../components/toast.js';
import { pressable } from '../../components/press.js';
import { TEXT } from './compose-text.js';

const LINES_MAX = 5;
/** The height that the terminal and the keys need before the field gets a second line. */
const RESERVED_PX = 220;
/** A wait for the connection that is longer is shown. */
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
  #note = el('p', { class: 'compose-note', hidden: true, text: TEXT.waiting });
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
      'aria-label': TEXT.field,
      placeholder: isTouchFirst() ? TEXT.writeOnPhone : TEXT.write,
      autocapitalize: 'sentences',
      maxlength: 10_000,
    });
    this.#earlier = this.#button(
      TEXT.sentTexts,
      'earlier',
      { tap: () => this.#toggleList() },
      { 'aria-expanded': 'false' },
    );
    this.#buttons = [
      this.#button(TEXT.insert, 'insert', { tap: () => this.#send({ enter: false }) }),
      this.#button(
        TEXT.send,
        'send',
        { tap: () => this.#send({ enter: true }), hold: () => this.#send({ enter: false }) },
        { class: 'compose-button compose-send', title: TEXT.holdToInsert },
      ),
    ];
    this.#list = el('ul', { class: 'compose-list', 'aria-label': TEXT.sentList, hidden: true });
    this.element = el(
      'div',
      { class: 'compose', role: 'group', 'aria-label': TEXT.compose, hidden: true },
      this.#list,
      this.#note,
      this.#earlier,
      this.#field,
      ...this.#buttons,
    );
    this.#field.addEventListener('input', () => this.#edited());
    // The page stores waiting input over a reload, so the draft would come back as well.
    window.addEventListener('pagehide', () => {
      if (this.#waiting) drafts.draft = '';
    });
    this.#field.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#field.addEventListener('paste', (event) => this.#pasted(event));
    // Commands of a shell begin with a small letter.
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

  /** Sets what sends Enter to the terminal. @param {(text: string) => void} type */
  typeBy(type) {
    this.#type = type;
  }

  /** Shows the draft of this session. A session with a new name keeps its draft. */
  session(id) {
    const another = this.#sessionId !== null && this.#sessionId !== id;
    this.#sessionId = id;
    if (another) this.#fill(this.#drafts.draft);
    else this.#drafts.draft = this.#field.value;
  }

  get shown() {
    return !this.element.hidden;
  }

  /** Shows and focuses it, or hides it; the text stays. */
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

  /** Appends text. */
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
    if (!this.#page.mayType()) {
      toast(TEXT.readOnly, { kind: 'error' });
      return;
    }
    if ((await this.#page.screen.paste(text)) === false) return;
    if (enter) this.#type('\r');
    if (!(await this.#accepted())) return;
    this.#drafts.remember(text);
    this.#fill('');
    this.#edited();
  }

  /** Waits until the terminal accepted the text; until then the field shows it. */
  async #accepted() {
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

  #keyDown(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#send({ enter: true });
    else if (event.key === 'Escape' && !this.#list.hidden) this.#showList(false);
    else if (event.key === 'Escape') this.#close();
    else if (event.key === 'ArrowUp' && this.#field.value === '') this.#fill(this.#drafts.sent[0] ?? '');
    else return;
    event.preventDefault();
  }

  /** Uploads pasted files; their paths are added to the text. */
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

  /** As high as the text, up to five lines, or fewer if a soft keyboard leaves little height. */
  #fit() {
    const field = this.#field;
    field.style.height = '';
    if (!this.shown || field.value === '') return;
    const style = getComputedStyle(field);
    const around = field.offsetHeight - field.clientHeight;
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    const line = Number.parseFloat(style.lineHeight);
    const lines = Math.max(1, Math.min(LINES_MAX, Math.floor((visualViewport.height - RESERVED_PX) / line)));
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
    if (sent.length === 0) return [el('li', { class: 'muted', text: TEXT.nothingSent })];
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
      entry(TEXT.clearList, forget, 'compose-entry compose-forget'),
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
