/** The rail: other sessions beside the terminal, how they look and what they want. On show where the reader chose it and there is room. */
import { el, need, setAttribute } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';

/** As the style sheets have it: phones have none. */
const ROOM = '(min-width: 641px) and (pointer: fine), (min-width: 641px) and (orientation: landscape)';

/** @param {import('../../pages/terminal.js').Page} page */
export function installRail(page) {
  if (!page.guest) new Rail(page);
}

class Rail {
  #page;
  #room = matchMedia(ROOM);
  #zen = false;
  #on = false;
  #shown = null;
  #button = el(
    'button',
    {
      id: 'rail-toggle',
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Sessions beside the terminal',
      title: 'Sessions beside the terminal',
    },
    icon('sidebar'),
  );

  constructor(page) {
    this.#page = page;
    needStyle('features/sessions/rail.css');
    need('.term-tools').insertBefore(this.#button, need('#share'));
    this.#button.addEventListener('click', () => this.#toggle());
    page.actions.register('rail.toggle', () => this.#toggle());
    page.actions.register('rail.focus', () => this.#enter());
    page.events.on('zen', (on) => {
      this.#zen = on;
      this.#follow();
    });
    this.#room.addEventListener('change', () => this.#follow());
    page.settings.watch('rail', (on) => {
      this.#on = on;
      this.#follow();
    });
    // A page that is kept for the Back button holds no connection.
    window.addEventListener('pagehide', () => this.#take());
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#follow());
  }

  #toggle() {
    this.#page.settings.set('rail', !this.#on);
    this.#page.focus();
  }

  async #enter() {
    if (!this.#on) await this.#page.settings.set('rail', true);
    (await this.#shown)?.enter();
  }

  #follow() {
    document.documentElement.classList.toggle('has-rail', this.#on);
    setAttribute(this.#button, 'aria-pressed', String(this.#on));
    const shows = this.#on && this.#room.matches && !this.#zen;
    if (!shows) this.#take();
    else this.#shown ??= this.#show();
  }

  async #show() {
    try {
      const [{ RailCards }] = await Promise.all([
        import('./rail-cards.js'),
        needStyle('features/sessions/rail.css'),
        needStyle('features/sessions/alerts.css'),
      ]);
      return new RailCards(this.#page, { close: () => this.#toggle() });
    } catch (error) {
      this.#shown = null; // the next time it is asked for anew
      logError('the sessions beside the terminal did not load', error);
      toast('The sessions could not be loaded. Reload the page to try again.', { kind: 'error' });
      return null;
    }
  }

  /** Also one that is on its way. */
  #take() {
    this.#shown?.then((cards) => cards?.dispose());
    this.#shown = null;
  }
}
