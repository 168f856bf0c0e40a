/** The page's own forms of tmux's prompts, confirmations and lists. */
import { ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { goTo } from '../sessions/session-actions.js';
import { TEXT } from './tmux-text.js';

/** Offered at the command prompt: names that tmux 3.2a and newer have. */
const COMMANDS = (
  'bind-key break-pane capture-pane choose-buffer choose-client choose-tree clear-history ' +
  'clock-mode command-prompt confirm-before copy-mode customize-mode delete-buffer display-menu ' +
  'display-message display-panes display-popup find-window if-shell join-pane kill-pane ' +
  'kill-session kill-window last-pane last-window link-window list-buffers list-clients ' +
  'list-commands list-keys list-panes list-sessions list-windows load-buffer move-pane move-window ' +
  'new-session new-window next-layout next-window paste-buffer pipe-pane previous-layout ' +
  'previous-window refresh-client rename-session rename-window resize-pane resize-window ' +
  'respawn-pane respawn-window rotate-window run-shell save-buffer select-layout select-pane ' +
  'select-window send-keys send-prefix set-buffer set-environment set-hook set-option ' +
  'set-window-option show-buffer show-environment show-hooks show-messages show-options ' +
  'show-window-options source-file split-window swap-pane swap-window switch-client unbind-key ' +
  'unlink-window'
).split(' ');

/**
 * @typedef {object} Asked
 * @property {import('./binding-runner.js').BindingRunner} runner
 * @property {import('./prefix-state.js').Binding} binding
 * @property {import('./binding-runner.js').Place} place
 */

/**
 * Shows a form.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {string} form as the command `binding` names it.
 * @param {Asked} asked
 * @returns {Promise<boolean>} false if the page has no such form: tmux's own view has.
 */
export async function showForm(page, form, asked) {
  if (!Object.hasOwn(FORMS, form)) return false;
  return (await FORMS[form](page, asked)) !== false;
}

const action = (id) => (page) => page.actions.run(id);
/** @type {Record<string, (page: any, asked: Asked) => unknown>} */
const FORMS = {
  'rename-window': (page, asked) =>
    askText(page, asked, {
      title: TEXT.renameWindow,
      label: TEXT.name,
      action: TEXT.rename,
      value: windowOf(page)?.name,
    }),
  'rename-session': (page, asked) =>
    askText(page, asked, {
      title: TEXT.renameSession,
      label: TEXT.name,
      action: TEXT.rename,
      value: page.session?.name,
    }),
  'select-window': (page, asked) =>
    askText(page, asked, {
      title: TEXT.goToWindow,
      label: TEXT.index,
      action: TEXT.go,
      suggestions: page.panes.screen.windows.map(({ index }) => String(index)),
    }),
  'move-window': (page, asked) =>
    askText(page, asked, {
      title: TEXT.moveWindow,
      label: TEXT.newIndex,
      action: TEXT.move,
      value: String(windowOf(page)?.index ?? ''),
    }),
  'confirm-kill-pane': (page, asked) => confirm(page, asked, TEXT.killPane),
  'confirm-kill-window': (page, asked) => confirm(page, asked, TEXT.killWindow(windowOf(page)?.name ?? '')),
  'find-window': (page) => openPalette(page, '@'),
  command: (page, asked) => askCommand(page, asked),
  'choose-session': action('switcher.open'),
  'next-session': (page) => goToSession(page, 1),
  'previous-session': (page) => goToSession(page, -1),
  'last-session': (page) => goToLast(page),
  'new-session': action('session.new'),
  detach: action('home.open'),
  'copy-mode': action('history.open'),
  'copy-mode-up': action('history.pageUp'),
  'display-panes': async (page) => (await import('./pane-numbers.js')).showPaneNumbers(page),
  suspend: () => toast(TEXT.noMeaning),
  lock: () => toast(TEXT.noMeaning),
  refresh: () => {},
};

const windowOf = (page) => page.panes.screen.window;

/** Asks for a text and has tmux run the binding with it. */
async function askText(page, { runner, binding, place }, { title, label, value = '', ...more }) {
  await ask({
    ...{ title, action: more.action },
    fields: [{ name: 'answer', label, value, suggestions: more.suggestions ?? [] }],
    submit: ({ answer }) => answered(runner.ask(place, binding.name, answer)),
  });
  page.focus();
}

/** Asks whether to end something. As at tmux's prompt, Y says yes. */
async function confirm(page, { runner, binding, place }, title) {
  const done = ask({
    ...{ title, text: TEXT.killText, action: TEXT.kill, danger: true },
    submit: () => answered(runner.ask(place, binding.name, 'y')),
  });
  /** @type {HTMLDialogElement|null} */
  const dialog = document.querySelector('dialog:modal');
  dialog?.addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey || (key !== 'y' && key !== 'n')) return;
    event.preventDefault();
    if (key === 'y') dialog.querySelector('form').requestSubmit();
    else dialog.close();
  });
  await done;
  page.focus();
}

/** @param {Promise<import('./binding-runner.js').Answer>} asked */
async function answered(asked) {
  const { error } = await asked;
  if (error) throw new Error(error);
}

/** What needs a terminal is typed at tmux's own prompt, in its view. */
async function askCommand(page, asked) {
  const { runner, place } = asked;
  const done = await ask({
    ...{ title: TEXT.command, action: TEXT.run },
    fields: [{ name: 'text', label: TEXT.commandField, hint: TEXT.commandHint, suggestions: COMMANDS }],
    submit: async (values) => {
      const text = values.text.trim();
      if (text === '') return null;
      const answer = await runner.runText(place, text);
      if (answer.error) throw new Error(answer.error);
      return { text, answer };
    },
  });
  page.focus();
  if (typeof done !== 'object' || done === null) return;
  const { kind, form = '', text: printed = '' } = done.answer;
  if (kind === 'printed') (await import('./text-panel.js')).showText(page, printed);
  else if (kind !== 'done' && (kind === 'ghost' || !(await showForm(page, form, asked))))
    (await import('./ghost-view.js')).openGhost(page, place.path, `${done.text}\r`);
}

async function openPalette(page, text) {
  const [{ PaletteField }, { Palette }] = await Promise.all([
    import('../palette/palette-field.js'),
    import('../palette/palette.js'),
  ]);
  new Palette(page, new PaletteField(text, page.focus));
}

/** The session that many places on, by name as tmux counts them. */
async function goToSession(page, step) {
  const { sessions } = await page.api.listSessions();
  const names = sessions.map(({ name }) => name).sort();
  const at = names.indexOf(page.session?.name);
  const name = names[(at + step + names.length) % names.length];
  if (names.length > 1) await goTo(page, name);
  else toast(TEXT.noSession);
}

async function goToLast(page) {
  const { sessions } = await page.api.listSessions();
  const recent = page.settings.get('home.recent');
  const name = recent.find((one) => one !== page.session?.name && sessions.some((each) => each.name === one));
  if (name === undefined) toast(TEXT.noSession);
  else await goTo(page, name);
}
