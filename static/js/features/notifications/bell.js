/** What a bell does on this page: a flash at the edge, a sound, both or nothing, as the reader chose. */
import { el } from '../../lib/dom.js';

const FLASH_MS = 240;

/** @param {object} page see `Page` in pages/page-contract.js. */
export function installBell({ events, settings, layer }) {
  const flash = el('div', { class: 'bell-flash', 'aria-hidden': true, hidden: true });
  layer.append(flash);
  let timer = null;
  const show = () => {
    clearTimeout(timer);
    flash.hidden = false;
    timer = setTimeout(() => {
      flash.hidden = true;
    }, FLASH_MS);
  };
  const sound = () =>
    import('./bell-sound.js').then(
      ({ ring }) => ring(),
      () => {},
    );
  events.on('bell', () => {
    const bell = settings.get('bell');
    if (bell === 'visual' || bell === 'both') show();
    if (bell === 'sound' || bell === 'both') sound();
  });
}
