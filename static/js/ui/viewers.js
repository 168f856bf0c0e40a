/** Who else looks: initials in the bar, all of them in a list below it; and whose size it is. */
import { el, need, setText } from '../util/dom.js';
import { about, initials, personName, shownPeople, sizedBy, tintOf } from '../util/people.js';
import { needStyle } from '../util/style.js';

/** @param {import('../main/terminal.js').Page} page */
export function installViewers(page) {
  const button = need('#viewers');
  const sized = need('#sized');
  let told = { viewers: 1, people: [] };
  const onPresence = ({ viewers, people = [] }) => {
    told = { viewers, people };
    show(button, told);
    setText(sized, sizedBy(people));
    sized.title = sized.textContent;
  };
  needStyle('overlays.css').then(() => page.events.on('presence', onPresence));
  button.addEventListener('click', () => open(page, button, told));
}

function show(button, told) {
  const { shown, more } = shownPeople(told);
  button.hidden = told.viewers < 2;
  button.title = `${told.viewers} look at this session`;
  const rest = more > 0 ? [el('span', { class: 'initials-more', text: `+${more}` })] : [];
  button.replaceChildren(...shown.map(disc), ...rest, el('span', { class: 'visually-hidden', text: `, ${button.title}` }));
}

function disc(person) {
  const name = personName(person);
  return el('span', { class: 'initials', 'data-tint': tintOf(name), text: initials(name) });
}

async function open(page, button, { viewers, people }) {
  const { openPopover } = await import('./popover.js');
  const rest = viewers - people.length;
  const list = el('ul', { class: 'people' }, ...people.map(row));
  if (rest > 0) list.append(el('li', { class: 'person muted', text: `and ${rest} more` }));
  const panel = el('dialog', { class: 'people-panel', open: true, 'aria-label': 'Who looks', tabindex: -1 }, el('h2', { text: 'Who looks' }), list);
  const close = openPopover(button, panel, { onClose: () => page.focus(), returns: false });
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return;
    event.preventDefault();
    close();
  });
  panel.focus();
}

function row(person) {
  const name = `${personName(person)}${person.me ? ' (you)' : ''}`;
  return el('li', { class: 'person' }, el('span', { 'aria-hidden': 'true' }, disc(person)), el('span', { class: 'person-name', text: name }), el('span', { class: 'muted', text: about(person) }));
}
