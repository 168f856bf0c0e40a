/** The bar above the terminal: name, title, size, role, recording, latency. And the title of the tab. */
import { need, setText } from '../../lib/dom.js';
import { latency, latencyGrade, size as sizeText } from '../../lib/format.js';
import { sessionPath } from '../../lib/paths.js';
import { mayType } from '../../lib/role.js';
import { setTitle } from '../../components/document-title.js';
import { TEXT } from './status-text.js';

const NUDGE_MS = 450;

export class TermBar {
  #parts = {
    name: need('#name'),
    windowTitle: need('#window-title'),
    readOnly: need('#read-only'),
    rec: need('#rec'),
    record: need('#record'),
    attach: /** @type {HTMLAnchorElement} */ (need('#attach')),
    askControl: /** @type {HTMLButtonElement} */ (need('#ask-control')),
    fit: need('#fit'),
    size: need('#size'),
    sized: need('#sized'),
    latency: need('#latency'),
    latencyText: need('#latency-text'),
  };
  #name;
  #mirror;
  #layout = null;
  #outsideSize = null;
  #titles = { terminal: '', pane: '' };

  /**
   * @param {string} name of the session.
   * @param {{mirror: boolean, guest: boolean}} view
   */
  constructor(name, { mirror, guest }) {
    this.#mirror = mirror;
    this.#parts.attach.hidden = !mirror || guest || !mayType();
    this.rename(name);
  }

  /** The name of the session. */
  get name() {
    return this.#name;
  }

  rename(name) {
    this.#name = name;
    setText(this.#parts.name, name);
    this.#parts.name.title = name;
    this.#parts.attach.href = sessionPath(name);
    this.#showTitle();
  }

  /** The title of the whole terminal (`set-titles`). In a mirror it is that of the pane: see `paneTitle`. */
  windowTitle(title) {
    this.#titles.terminal = this.#mirror ? '' : title;
    this.#showTitle();
  }

  /** The title that the program of the active pane has set, or ''. */
  paneTitle(title) {
    this.#titles.pane = title;
    this.#showTitle();
  }

  #showTitle() {
    const { terminal, pane } = this.#titles;
    const shown = pane || (terminal === this.#name ? '' : terminal);
    setText(this.#parts.windowTitle, shown);
    this.#parts.windowTitle.title = shown;
    setTitle(terminal || [pane, this.#name, 'WebMux'].filter(Boolean).join(' · '));
  }

  /** @param {{readOnly: boolean, asks: string|false}} may `asks`: the label of the button for control. */
  role({ readOnly, asks }) {
    this.#parts.readOnly.hidden = !readOnly;
    this.#parts.askControl.hidden = !readOnly || !asks;
    this.#parts.askControl.disabled = false;
    setText(this.#parts.askControl, asks || '');
  }

  /** The user has asked for control. */
  asked() {
    this.#parts.askControl.disabled = true;
    setText(this.#parts.askControl, TEXT.asked);
  }

  /** Other terminals of the window. `fits` is false if one outside WebMux sets its size. */
  terminals({ fits, window }) {
    this.#outsideSize = fits ? null : window;
    if (this.#layout) this.layout(this.#layout);
  }

  layout(layout) {
    const { size, owner: fills, sizeOwner: owner = fills, readOnly } = (this.#layout = layout);
    setText(this.#parts.size, sizeText(size));
    this.#parts.fit.hidden = (owner && !this.#outsideSize) || readOnly || this.#mirror;
    this.#parts.sized.hidden = this.#parts.fit.hidden;
    this.#parts.size.hidden = !this.#parts.fit.hidden;
  }

  recording(on) {
    this.#parts.rec.hidden = !on;
    const label = on ? TEXT.stopRecording : TEXT.record;
    this.#parts.record.setAttribute('aria-label', label);
    this.#parts.record.setAttribute('aria-pressed', String(on));
    this.#parts.record.title = label;
  }

  latency(ms) {
    this.#parts.latency.dataset.grade = ms === null ? 'none' : latencyGrade(ms);
    setText(this.#parts.latencyText, ms === null ? '–' : latency(ms));
  }

  nudgeReadOnly() {
    this.#parts.readOnly.classList.add('is-nudged');
    setTimeout(() => this.#parts.readOnly.classList.remove('is-nudged'), NUDGE_MS);
  }
}
