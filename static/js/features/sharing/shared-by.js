/** For a guest: who shares this session, until when, and what the guest may do. */
import { el, need, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { until } from '../../lib/format.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './sharing-text.js';

const NARROW = '(max-width: 640px)';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installSharedBy(page) {
  if (!page.guest) return;
  const styles = ['guests.css', 'viewers.css'].map((sheet) => needStyle(`features/sharing/${sheet}`));
  const { sharedBy, sharedUntil } = need('#terminal').dataset;
  const ends = () => until(Number(sharedUntil), Date.now() / 1000);
  const about = () => TEXT.about(sharedBy, ends(), page.mayType());
  const [wide, narrow] = ['wide', 'narrow'].map((kind) => el('span', { class: kind }));
  const button = el(
    'button',
    {
      id: 'shared-by',
      class: 'chip chip-button',
      type: 'button',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
    },
    el('span', {}, el('span', { class: 'wide', text: TEXT.sharedBy }), sharedBy, wide, narrow),
  );
  const update = () => {
    setText(wide, TEXT.until(ends()));
    setText(narrow, TEXT.rightNarrow(page.mayType()));
    button.title = about();
    button.setAttribute('aria-label', about());
  };
  button.addEventListener('click', () => open(page, button, { sharedBy, ends: ends() }));
  page.events.on('role', update);
  update();
  document.body.classList.add('is-guest');
  // Without its style it would be wider than a phone.
  Promise.all(styles).then(() => need('#read-only').before(button));
  // The bar of a phone has no room for all of it.
  if (matchMedia(NARROW).matches) toast(`${about()}.`);
  else page.say(`${about()}.`);
}

async function open(page, button, { sharedBy, ends }) {
  const { openPopover } = await import('../../components/popover.js');
  const panel = el(
    'div',
    { class: 'people-panel', role: 'dialog', 'aria-label': TEXT.aboutLink, tabindex: -1 },
    el('h2', { text: TEXT.sharedByTitle(sharedBy) }),
    el('p', { class: 'muted', text: TEXT.untilWithRight(ends, page.mayType()) }),
  );
  openPopover(button, panel, { onClose: () => page.focus() });
  panel.focus();
}
