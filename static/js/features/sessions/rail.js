/** The rail: sessions next to the terminal, with previews. Visible if the user chose it and it fits. */
import { need, setAttribute } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { TEXT } from './sessions-text.js';

/** The same condition as in the style sheets: phones have no rail. */
const FITS = '(min-width: 641px) and (pointer: fine), (min-width: 641px) and (orientation: landscape)';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installRail(page) {
  if (!page.guest) new Rail(page);
}

class Rail {
  #page;
  #fits = matchMedia(FITS);
  #zen = false;
  #on = false;
  /** @type {Promise<import('./rail-cards.js').RailCards|undefined>|null} */
  #shown = null;
  #button = iconButton('sidebar', TEXT.rail, () => this.#toggle(), { id: 'rail-toggle' });

  constructor(page) {
    this.#page = page;
    needStyle('features/sessions/rail.css');
    need('.term-tools').insertBefore(this.#button, need('#share'));
    page.actions.register('rail.toggle', () => this.#toggle());
    page.actions.register('rail.focus', () => this.#focus());
    page.events.on('zen', (on) => {
      this.#zen = on;
      this.#follow();
    });
    this.#fits.addEventListener('change', () => this.#follow());
    page.settings.watch('rail', (on) => {
      this.#on = on;
      this.#follow();
    });
    // While the browser stores the page for the Back button, it must have no connection.
    window.addEventListener('pagehide', () => this.#hide());
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#follow());
  }

  #toggle() {
    this.#page.settings.set('rail', !this.#on);
    this.#page.focus();
  }

  async #focus() {
    if (!this.#on) await this.#page.settings.set('rail', true);
    (await this.#shown)?.focus();
  }

  #follow() {
    document.documentElement.classList.toggle('has-rail', this.#on);
    setAttribute(this.#button, 'aria-pressed', String(this.#on));
    const shows = this.#on && this.#fits.matches && !this.#zen;
    if (!shows) this.#hide();
    else
      this.#shown ??= attempt(() => this.#load(), {
        text: () => TEXT.railNotLoaded,
        log: 'the sessions next to the terminal did not load',
        onFailure: () => {
          this.#shown = null; // so that the next time loads it again
        },
      });
  }

  async #load() {
    const [{ RailCards }] = await Promise.all([
      import('./rail-cards.js'),
      needStyle('features/sessions/rail.css'),
      needStyle('features/sessions/alerts.css'),
    ]);
    return new RailCards(this.#page, { close: () => this.#toggle() });
  }

  /** Also hides a rail that is still loading. */
  #hide() {
    this.#shown?.then((cards) => cards?.dispose());
    this.#shown = null;
  }
}
