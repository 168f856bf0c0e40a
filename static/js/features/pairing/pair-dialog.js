/** The dialog that adds a device: a QR code of a minute, a new one after it, and the device that used one. */
import { sentence } from '../../components/dialogs.js';
import { qrPicture } from '../../components/qr.js';
import { toast } from '../../components/toast.js';
import { rooted } from '../../lib/base-path.js';
import { browserName } from '../../lib/browser-name.js';
import { el, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { showModal } from '../../lib/visual-viewport.js';
import { CodeCycle, CodeEvents } from './code-cycle.js';
import { TEXT } from './pairing-text.js';

const TICK_MS = 1000;

/**
 * Opens it; resolves when it is closed. The code that it showed is dead then.
 * @param {import('../../net/account-api.js').AccountApi} api
 * @param {string} user the name of the user.
 */
export async function addDevice(api, user) {
  await needStyle('features/pairing/pairing.css');
  const view = new PairView(api, user);
  document.body.append(view.dialog);
  showModal(view.dialog);
  const tick = () => view.cycle.tick(document.visibilityState === 'visible');
  const timer = setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', tick);
  tick();
  await new Promise((resolve) => view.dialog.addEventListener('close', resolve, { once: true }));
  clearInterval(timer);
  document.removeEventListener('visibilitychange', tick);
  view.dialog.remove();
  await view.cycle.close();
}

class PairView extends CodeEvents {
  #api;
  #user;
  /** @type {import('./code-cycle.js').Code|null} */
  #code = null;
  #form = el('form', { method: 'dialog' });
  #address = el('select', { class: 'input', id: 'pair-address', on: { change: () => this.#draw() } });
  #addressField = el('div', { class: 'field', hidden: true });
  #intro = el('p', { class: 'muted' });
  #figure = el('div', { class: 'pair-code' });
  #time = el('p', { class: 'pair-time muted', role: 'timer', text: TEXT.makingCode });
  #link = el('input', { class: 'input mono', id: 'pair-link', readonly: true });
  #linkLabel = el('label', { for: 'pair-link', text: TEXT.link });
  #error = el('p', { class: 'form-error', role: 'alert' });
  #again = el('button', { type: 'button', class: 'button', text: TEXT.newCode, hidden: true });
  #copy = el('button', { type: 'button', class: 'button button-primary', text: TEXT.copy, disabled: true });

  constructor(api, user) {
    super();
    this.#api = api;
    this.#user = user;
    this.cycle = new CodeCycle(api, this);
    this.#again.addEventListener('click', () => this.#restart());
    this.#copy.addEventListener('click', () => this.#copyLink());
    this.#addressField.append(el('label', { for: 'pair-address', text: TEXT.address }), this.#address);
    this.#form.append(
      el('h2', { id: 'pair-title', text: TEXT.title }),
      this.#intro,
      this.#addressField,
      this.#figure,
      this.#time,
      el('div', { class: 'field' }, this.#linkLabel, this.#link),
      this.#error,
      el('div', { class: 'dialog-actions' }, closeButton(TEXT.close), this.#again, this.#copy),
    );
    this.dialog = el('dialog', { class: 'dialog pair-dialog', 'aria-labelledby': 'pair-title' }, this.#form);
  }

  /** @override @param {import('./code-cycle.js').Code} code */
  code(code) {
    this.#code = code;
    const chosen = this.#address.value;
    const options = code.addresses.map((address) => el('option', { value: address, text: address }));
    this.#address.replaceChildren(...options);
    if (code.addresses.includes(chosen)) this.#address.value = chosen;
    this.#addressField.hidden = code.addresses.length < 2;
    this.#copy.disabled = false;
    setText(this.#error, '');
    this.#draw();
  }

  /** @override @param {number} seconds */
  left(seconds) {
    setText(this.#time, this.#isReachable ? TEXT.newCodeIn(seconds) : TEXT.newLinkIn(seconds));
  }

  /** @override @param {Error|null} error */
  stopped(error) {
    this.#code = null;
    this.#figure.replaceChildren();
    this.#link.value = '';
    this.#copy.disabled = true;
    setText(this.#time, '');
    setText(this.#error, error ? sentence(error) : TEXT.codeEnded);
    this.#again.hidden = false;
    this.#again.focus();
  }

  /** @override @param {import('./code-cycle.js').Device} device */
  used(device) {
    const logOut = el('button', { type: 'button', class: 'button', text: TEXT.logOut });
    const done = closeButton(TEXT.done, 'button button-primary');
    logOut.addEventListener('click', () => this.#logOut(device, logOut));
    this.#form.replaceChildren(
      el('h2', { id: 'pair-title', text: TEXT.added }),
      el('p', { role: 'status', text: TEXT.device(browserName(device.agent), device.address, this.#user) }),
      el('p', { class: 'muted', text: TEXT.notYou }),
      this.#error,
      el('div', { class: 'dialog-actions' }, logOut, done),
    );
    done.focus();
  }

  get #isReachable() {
    return !!this.#code && this.#code.addresses.length > 0;
  }

  /** Shows the code for the chosen address; without one, only the link, and how to get an address. */
  #draw() {
    if (!this.#code) return;
    const isReachable = this.#isReachable;
    setText(this.#intro, isReachable ? TEXT.scan(this.#user) : TEXT.localOnly(location.hostname));
    const address = isReachable ? this.#address.value : location.origin + rooted('');
    this.#link.value = `${address}/login#${this.#code.link}`;
    setText(this.#linkLabel, isReachable ? TEXT.link : TEXT.linkHere);
    this.#figure.replaceChildren(isReachable ? qrPicture(this.#link.value) : noAddress());
  }

  #restart() {
    this.#again.hidden = true;
    setText(this.#error, '');
    setText(this.#time, TEXT.makingCode);
    this.cycle.restart();
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(this.#link.value);
      toast(TEXT.copied);
    } catch {
      setText(this.#error, TEXT.cannotCopy);
      this.#link.select();
    }
  }

  async #logOut(device, button) {
    button.disabled = true;
    try {
      await this.#api.endLogin(device.id);
      toast(TEXT.loggedOut);
      this.dialog.close();
    } catch (error) {
      setText(this.#error, sentence(error));
      button.disabled = false;
    }
  }
}

/** @param {string} text @param {string} [style] */
const closeButton = (text, style = 'button') =>
  el('button', { type: 'submit', class: style, autofocus: true, text });

function noAddress() {
  // On this computer the port of the page is that of the server, unless a tunnel is between them.
  const steps = TEXT.steps(location.port || '80').map(([name, text]) =>
    el('li', {}, el('strong', { text: name }), `: ${text}.`),
  );
  return el(
    'div',
    { class: 'notice pair-nowhere' },
    el('p', { text: TEXT.giveAddress }),
    el('ul', {}, ...steps),
    el('p', { text: TEXT.stepsAfter }),
  );
}
