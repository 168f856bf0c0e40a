/** The settings page: controls that save each change at once, beside a sample terminal that shows it. */
import { Api } from '../net/api.js';
import { pageSettings } from '../net/user-settings.js';
import { paletteOf } from '../terminal/render/palettes.js';
import { Sample } from '../terminal/export/sample.js';
import { ring } from '../features/notifications/bell.js';
import { mountFontPicker } from '../features/settings/font-picker.js';
import { TerminalAppearance } from '../features/settings/terminal-appearance.js';
import { choice, flag, number } from '../components/settings-form.js';
import { mountReset, mountTransfer } from '../features/settings/settings-transfer.js';
import { currentTheme, followTheme } from '../features/themes/theme.js';
import { mountOwnThemes, mountThemePicker } from '../features/themes/theme-picker.js';
import { rooted } from '../lib/base-path.js';
import { el, need, setText } from '../lib/dom.js';
import { logWarning } from '../lib/log.js';
import { loginPath, safeNext } from '../lib/redirect.js';
import { mayType } from '../lib/role.js';
import { CHOICES } from '../features/settings/settings-text.js';
import { FONT_PX } from '../lib/settings-table.js';
import { needStyle } from '../lib/load-style.js';

const TEXT = {
  sampleNote: (shown, current) => `This shows the ${shown} theme. Your pages use the ${current} theme now.`,
  textSize: 'Text size (this device)',
  lineHeight: 'Line height',
  letterSpacing: 'Letter spacing',
  test: 'Test',
  testBell: 'Test the bell',
  blink: 'Blinking cursor',
  blinkHint: 'Off if your system asks for reduced motion.',
  contrastHint: 'If a text colour is too close to its background, the terminal makes it lighter or darker.',
  history: 'History',
  lines: 'lines',
  historyHint: 'How much of tmux’s history the history view loads.',
  viewHint:
    'In the attached view, tmux draws the window. Native panes are terminals of their own, ' +
    'with tmux 3.2a and newer. Alt+Shift+V (Ctrl+Shift+V on a Mac) switches an open page.',
  paneRows: 'Scrollback of a native pane',
  paneRowsHint: 'How many lines of tmux’s history each pane loads; the history view has the rest.',
  images: 'Images in native panes',
  imagesHint:
    'Draws images that programs print (sixel, iTerm2). Open your sessions again after you change this.',
  status: 'tmux’s status line with native panes',
  statusHint: 'As text above or below the panes. Commands in it, #(…), run as often as for one terminal.',
  shiftEnterHint:
    'Default: CSI u with tmux 3.5 and newer, a line feed with older versions. ' +
    'With CSI u, programs that did not ask for it get Enter.',
  optionHint:
    'Meta is what editors and shells call Alt. ' +
    'The left Option key still types # @ [ ] { } | ~ \\ if your layout has them there.',
  pasteGuard: 'Ask before pasting several lines',
  pasteGuardHint: 'Only for programs that do not accept several lines as one paste (bracketed paste).',
  screenReader: 'Screen reader mode',
  screenReaderHint: 'On this device. A screen reader gets what the terminal shows; drawing is slower.',
  tapHint: 'On this device. The key with the keyboard symbol always shows it.',
  softKeyboardHint:
    'On this device. After each change of size every program draws its screen again. ' +
    'The Fit button next to Compose changes the size once.',
  partFailed: 'This part could not be loaded. Reload the page to try again.',
  back: 'Back to the terminal',
};

const api = new Api({ onLoggedOut: () => location.replace(loginPath(location.pathname)) });
const settings = pageSettings(api);

/** Shows the sample terminal, in the theme of the kind (dark or light) that was changed last. */
function showSample() {
  const look = new TerminalAppearance(settings);
  let kind = currentTheme();
  const sample = new Sample(need('#sample'), look.now, paletteOf(kind));
  const show = () => {
    need('.sample-box').style.background = paletteOf(kind).background;
    setText(need('#sample-note'), kind === currentTheme() ? '' : TEXT.sampleNote(kind, currentTheme()));
    sample.show(look.now, paletteOf(kind));
  };
  look.follow({ setLook: show });
  let before = kind;
  document.addEventListener('webmux:theme', () => {
    if (currentTheme() !== before) kind = before = currentTheme();
    show();
  });
  show();
  return (chosen) => {
    kind = chosen;
    show();
  };
}

function mountAppearance(showKind) {
  need('#mode').append(choice(settings, 'theme.mode', CHOICES['theme.mode']));
  mountThemePicker(need('#themes'), settings, { onChosen: showKind });
  mountOwnThemes(need('#own-themes'), settings);
  const font = need('#font');
  mountFontPicker(font, settings);
  font.append(
    el(
      'div',
      { class: 'numbers' },
      number(settings, 'font.size', {
        label: TEXT.textSize,
        unit: 'px',
        min: FONT_PX.least,
        max: FONT_PX.most,
        step: 1,
      }),
      number(settings, 'font.lineHeight', { label: TEXT.lineHeight, unit: '×', min: 1, max: 2, step: 0.05 }),
      number(settings, 'font.letterSpacing', {
        label: TEXT.letterSpacing,
        unit: 'px',
        min: -2,
        max: 8,
        step: 1,
      }),
    ),
  );
}

function mountTerminal() {
  const testButton = el('button', {
    type: 'button',
    class: 'button button-small',
    text: TEXT.test,
    'aria-label': TEXT.testBell,
    on: { click: ring },
  });
  need('#terminal-settings').append(
    ...(mayType()
      ? [choice(settings, 'session.view', { ...CHOICES['session.view'], hint: TEXT.viewHint })]
      : []),
    choice(settings, 'cursor.style', CHOICES['cursor.style']),
    flag(settings, 'cursor.blink', { label: TEXT.blink, hint: TEXT.blinkHint }),
    choice(settings, 'bell', CHOICES.bell),
    testButton,
    choice(settings, 'contrast', { ...CHOICES.contrast, hint: TEXT.contrastHint }),
    number(settings, 'scrollback', {
      label: TEXT.history,
      unit: TEXT.lines,
      hint: TEXT.historyHint,
      min: 0,
      max: 50_000,
      step: 500,
    }),
    number(settings, 'panes.scrollback', {
      label: TEXT.paneRows,
      unit: TEXT.lines,
      hint: TEXT.paneRowsHint,
      min: 0,
      max: 10_000,
      step: 500,
    }),
    ...(need('#terminal-settings').dataset.images === 'on'
      ? [flag(settings, 'panes.images', { label: TEXT.images, hint: TEXT.imagesHint })]
      : []),
    ...(mayType() ? [flag(settings, 'panes.status', { label: TEXT.status, hint: TEXT.statusHint })] : []),
    choice(settings, 'shiftEnter', { ...CHOICES.shiftEnter, hint: TEXT.shiftEnterHint }),
    choice(settings, 'mac.option', { ...CHOICES['mac.option'], hint: TEXT.optionHint }),
    flag(settings, 'paste.guard', { label: TEXT.pasteGuard, hint: TEXT.pasteGuardHint }),
    flag(settings, 'screenReader', { label: TEXT.screenReader, hint: TEXT.screenReaderHint }),
  );
}

/**
 * Parts of the page with a module, and styles, of their own: where one cannot be loaded, the others go on.
 */
const PARTS = {
  keys: {
    styles: [],
    mount: async (element) =>
      (await import('../features/keys/key-editor.js')).mountKeyEditor(element, settings),
  },
  snippets: {
    styles: ['features/snippets/snippets.css'],
    mount: async (element) =>
      (await import('../features/snippets/snippet-editor.js')).mountSnippetEditor(element, settings),
  },
  notifications: {
    styles: ['features/notifications/notify.css'],
    mount: async (element) =>
      (await import('../features/notifications/notify-settings.js')).mountNotifySettings(element, {
        api,
        settings,
      }),
  },
  touch: { styles: [], mount: mountTouch },
};

async function mountTouch(element) {
  const { mountKeyBarEditor } = await import('../features/touch/key-bar-editor.js');
  const row = element.appendChild(el('div'));
  mountKeyBarEditor(row, settings);
  element.append(
    choice(settings, 'touch.tap', { ...CHOICES['touch.tap'], hint: TEXT.tapHint }),
    choice(settings, 'touch.keyboard', { ...CHOICES['touch.keyboard'], hint: TEXT.softKeyboardHint }),
  );
}

async function mountPart(name, { styles, mount }) {
  const element = need(`[data-part="${name}"]`);
  try {
    await mount(element);
    for (const sheet of styles) needStyle(sheet);
  } catch (error) {
    logWarning(`the part ${name} of the settings did not load: ${error.message}`);
    element.replaceChildren(el('p', { class: 'muted', text: TEXT.partFailed }));
  }
}

/** Links back to the terminal that the user came from. */
function showWayBack() {
  const back = safeNext(new URLSearchParams(location.search).get('back'));
  if (!back.startsWith(rooted('/s/'))) return;
  need('#ways').prepend(el('a', { href: back, text: TEXT.back }), ' · ');
}

function start() {
  showWayBack();
  followTheme(settings);
  mountAppearance(showSample());
  mountTerminal();
  mountTransfer(need('#transfer-settings'), settings);
  mountReset(need('#reset-settings'), settings);
  for (const [name, part] of Object.entries(PARTS)) mountPart(name, part);
}

start();
