/** The terminal page under fingers: keys, compose bar, scrolling, zoom; and the page as high as the keyboard leaves it. */
import { el, need } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { logError } from '../../lib/log.js';
import { Sticky } from './sticky-keys.js';
import { needStyle } from '../../lib/load-style.js';
import { composeOf } from '../compose/compose.js';
import { toast } from '../../components/toast.js';
import { installBack } from './back-button.js';
import { installFingers } from './gesture-bindings.js';
import { installHistoryTouch } from './history-touch.js';
import { followCursor, keepHeight } from './terminal-height.js';
import { KeyBar } from './key-bar.js';
import { Letterbox } from './zoom-pan.js';
import { TouchScroll } from './touch-scroll.js';
import { overTerminal } from './reading-keys.js';
import { openSelect } from './select-panel.js';
import { SnippetList } from '../snippets/snippet-list.js';
import { Viewport } from './soft-keyboard.js';

const HINT_MS = 900;
const PRELOAD_MS = 3_000;

/** @param {import('../../pages/page-contract.js').Page} page @param {{keys: boolean}} options whether the keys show at once. */
export async function installTouchPage(page, { keys: shown }) {
  const [touch, compose] = await Promise.all([
    page.screen.touch(),
    composeOf(page),
    needStyle('features/touch/touch.css'),
  ]);
  const stage = need('#stage');
  const letterbox = new Letterbox(touch, { stage, frame: need('#frame'), readable: true });
  compose.typeBy((text) => touch.type(text));
  const snippets = new SnippetList(page, () => touch.flush());
  let bar = null;
  let height = null;
  const sticky = new Sticky((held) => bar.held(held));
  const viewport = new Viewport((up) => {
    bar?.keyboard(up);
    // One that was put away stays away, whatever gets the focus back.
    touch.wantKeyboard(up);
    height?.keyboard(up);
  });
  const keyboard = keyboardOf(page, { touch, compose, viewport });
  const giveBack = el('button', {
    type: 'button',
    class: 'touch-give',
    'aria-label': 'Give back the size',
    text: 'Give back',
    hidden: true,
  });
  const fit = el('button', {
    type: 'button',
    class: 'touch-fit-rows',
    'aria-pressed': 'false',
    title: 'Make the terminal smaller while the keyboard is up',
    text: 'Fit',
    hidden: true,
  });
  const upload = el('button', {
    type: 'button',
    text: 'Upload',
    'aria-label': 'Upload files',
    hidden: page.guest,
  });
  bar = new KeyBar(page, {
    touch,
    sticky,
    toggleKeyboard: keyboard.toggle,
    tools: [
      { label: 'Compose', run: () => page.actions.run('compose.toggle') },
      { label: 'Paste', run: () => paste(page, compose) },
      { label: 'Snippets', run: () => snippets.toggle(), button: snippets.button },
      { label: 'Select', run: () => page.actions.run('select.open') },
      { label: 'Upload', run: () => page.actions.run('file.upload'), button: upload },
      { label: 'Fit', run: () => height.toggle(), button: fit },
      { label: 'Give back', run: () => giveSize(page), button: giveBack },
    ],
  });
  bar.addAbove(compose.element);
  bar.addAbove(snippets.element);
  height = keepHeight(page, { touch, bar, compose, viewport, fit });
  page.actions.register('compose.toggle', () => {
    compose.toggle();
    // There is little height left for a row that has done its work.
    if (compose.shown) bar.showMore(false);
  });
  page.actions.register('select.open', () => openSelect(page, touch));
  page.events.on('history.text', (text) => openSelect(page, touch, text));
  touch.holdKeys(sticky);
  need('#terminal').after(bar.element);
  document.body.classList.add('is-touch');
  installFingers(page, {
    stage,
    touch,
    letterbox,
    scroll: new TouchScroll(page, touch),
    wake: keyboard.wake,
    hint: hintIn(page.layer),
  });
  installSize(page, { letterbox, giveBack });
  followCursor(page, { touch, letterbox });
  installAway(page, { bar, viewport, shown });
  installPill();
  installHistoryTouch(page);
  installBack(page, compose).catch((error) => logError('Back is not taken', error));
  // On a slow line the first swipe would wait for it.
  setTimeout(() => import('../history/history-view.js').catch(() => {}), PRELOAD_MS);
}

/** Brings the soft keyboard up and puts it away. */
function keyboardOf(page, { touch, compose, viewport }) {
  touch.wantKeyboard(false);
  const wake = () => {
    touch.wantKeyboard(true);
    overTerminal()?.close();
    // A field that has the focus already brings up no keyboard that was put away.
    if (touch.hasFocus && !viewport.keyboardUp) touch.blur();
    page.focus();
  };
  const putAway = () => {
    (compose.hasFocus ? compose : touch).blur();
    if (!compose.shown) {
      touch.wantKeyboard(false);
      page.focus();
    }
  };
  const toggle = () => {
    if (viewport.keyboardUp) putAway();
    else if (compose.shown) compose.focus();
    else wake();
  };
  return { wake, toggle };
}

/** From the clipboard; where the page may not read it, into a field that a long press pastes into. */
async function paste(page, compose) {
  if (navigator.clipboard?.readText) {
    page.actions.run('paste');
    return;
  }
  compose.open();
  toast('This page cannot read the clipboard. Long-press the field to paste.');
}

/** "Resize to this window" over a screen of another's size, "Give back" among the keys, and the view that goes with it. */
function installSize(page, { letterbox, giveBack }) {
  const fit = el(
    'button',
    {
      class: 'touch-fit',
      type: 'button',
      'aria-label': 'Resize to this window',
      hidden: true,
      on: { click: () => page.actions.run('session.fit') },
    },
    icon('fit'),
    el('span', { text: 'Resize to this window' }),
  );
  page.layer.append(fit);
  const isTerminal = need('#terminal').dataset.view === 'terminal';
  let owner = true;
  let viewers = 1;
  const show = () => {
    fit.hidden = owner || !isTerminal || !page.mayType();
    giveBack.hidden = !owner || viewers < 2 || !isTerminal;
  };
  const on = (name, take) =>
    page.events.on(name, (detail) => {
      take(detail);
      show();
    });
  on('layout', (layout) => {
    owner = layout.owner;
    letterbox.layout(layout);
  });
  on('presence', (presence) => {
    viewers = Number(presence.viewers);
  });
  on('role', () => {});
}

async function giveSize(page) {
  try {
    await page.subscription.command('give-size');
  } catch (error) {
    toast(error.message, { kind: 'error' });
  }
}

/** The keys are away for who only looks, and for who types on a real keyboard until a button brings them back. */
function installAway(page, { bar, viewport, shown }) {
  let away = !shown;
  let asked = false;
  // In the bar of the page: over the terminal it would lie on the prompt.
  const back = el('button', { class: 'chip chip-button', type: 'button', text: 'Keys', hidden: true });
  need('#menu').before(back);
  const show = () => {
    const may = page.mayType();
    bar.element.hidden = away || !may;
    back.hidden = !away || !may;
    document.body.classList.toggle('has-keys', !bar.element.hidden);
  };
  back.addEventListener('click', () => {
    [away, asked] = [false, true];
    show();
    page.focus();
  });
  const onKey = (event) => {
    // Soft keyboards do not say which key of a keyboard it was.
    if (asked || away || !event.code || event.keyCode === 229 || viewport.keyboardUp || !event.isTrusted)
      return;
    away = true;
    show();
  };
  window.addEventListener('keydown', onKey, true);
  page.events.on('role', show);
  show();
}

/** Where there is little height the bar of the page is folded into a corner. */
function installPill() {
  const pill = el(
    'button',
    { class: 'bar-pill', type: 'button', 'aria-label': 'Show or hide the toolbar', 'aria-expanded': 'false' },
    el('span', { class: 'bar-pill-face', 'aria-hidden': true }, icon('more')),
  );
  pill.addEventListener('click', () => {
    const open = document.body.classList.toggle('bar-open');
    pill.setAttribute('aria-expanded', String(open));
  });
  need('#terminal').append(pill);
}

function hintIn(layer) {
  const hint = el('div', { class: 'touch-hint', 'aria-hidden': true, hidden: true });
  layer.append(hint);
  let timer = null;
  return (text) => {
    clearTimeout(timer);
    hint.textContent = text;
    hint.hidden = false;
    timer = setTimeout(() => {
      hint.hidden = true;
    }, HINT_MS);
  };
}
