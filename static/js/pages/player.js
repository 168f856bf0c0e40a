/** The player of one recording. */
import { CastError, parseCast } from '../cast/parse.js';
import { Playback } from '../cast/playback.js';
import { Timeline } from '../cast/timeline.js';
import { AccountApi } from '../net/account-api.js';
import { pageSettings } from '../net/user-settings.js';
import { Screen } from '../terminal/screen.js';
import { Actions } from '../features/keys/action-registry.js';
import { sentence } from '../components/dialogs.js';
import { TerminalAppearance } from '../features/settings/terminal-appearance.js';
import { itemsOf, openMenu } from '../components/menu.js';
import { PlayerControls } from '../features/recording/player-controls.js';
import { SCREEN_EXPORTS, installScreenExport } from '../features/clipboard/screen-export.js';
import { currentTheme, installTheme } from '../features/themes/theme.js';
import { toast } from '../components/toast.js';
import { need, setText } from '../lib/dom.js';
import { moment, size as sizeText } from '../lib/format.js';
import { logError } from '../lib/log.js';
import { loginPath } from '../lib/redirect.js';
import { needStyle } from '../lib/load-style.js';
import { useWidths } from '../lib/widths.js';

const STEP_S = 5;

const TEXT = {
  screenMenu: 'Copy or save the screen',
  terminal: 'Recorded terminal',
  failed: 'The recording cannot be played. The browser console has the reason.',
};
const EMPTY = new Uint8Array();

const encoder = new TextEncoder();
const now = () => performance.now();

class Player {
  #screen;
  #playback;
  #controls;
  #frame = 0;
  #keys = {
    ' ': () => this.#toggle(),
    k: () => this.#toggle(),
    ArrowLeft: () => this.#seek(this.#playback.position - STEP_S),
    ArrowRight: () => this.#seek(this.#playback.position + STEP_S),
    Home: () => this.#seek(0),
    End: () => this.#seek(this.#playback.length),
    '[': () => this.#seek(this.#playback.markerFrom(-1) ?? 0),
    ']': () => this.#seek(this.#playback.markerFrom(1) ?? this.#playback.length),
  };

  constructor(recording, { label, settings, name }) {
    const actions = new Actions(settings);
    const look = new TerminalAppearance(settings);
    const options = {
      stage: need('#stage'),
      frame: need('#frame'),
      theme: currentTheme(),
      label,
      look: look.now,
    };
    this.#screen = new Screen(
      options,
      screenHandlers(actions, () => this.#screen),
    );
    this.#screen.setOwner(false);
    this.#screen.chooseRenderer();
    look.follow(this.#screen);
    this.#playback = new Playback(new Timeline(recording), (drawing) => this.#draw(drawing));
    this.#controls = new PlayerControls({
      onPlay: () => this.#toggle(),
      onSeek: (position) => this.#seek(position),
      onSpeed: (factor) => this.#playback.setSpeed(factor, now()),
      onSkip: (skip) => {
        this.#playback.setSkip(skip, now());
        this.#outline();
      },
    });
    this.#outline();
    installScreenExport({ actions, screen: this.#screen, session: { name } });
    need('#shots').addEventListener('click', () => this.#offerExports(actions));
    document.addEventListener('webmux:theme', () => this.#screen.setTheme(currentTheme()));
    // Before xterm.js, which would treat these keys as input.
    document.addEventListener('keydown', (event) => this.#onKey(event), { capture: true });
    this.#toggle();
    need('#play').focus();
  }

  #draw({ reset, steps }) {
    if (reset) this.#screen.snapshot(EMPTY);
    for (const { data, size } of steps) {
      if (size) this.#screen.resize(size);
      else this.#screen.output(encoder.encode(data), null);
    }
  }

  #outline() {
    const { length, markers } = this.#playback;
    this.#controls.outline({ length, markers });
    this.#show();
  }

  #show() {
    const { position, playing } = this.#playback;
    this.#controls.show({ position, playing });
  }

  #toggle() {
    if (this.#playback.playing) this.#playback.pause(now());
    else this.#playback.play(now());
    this.#show();
    this.#run();
  }

  #seek(position) {
    this.#playback.seek(position);
    this.#show();
  }

  /** Of the frame on screen when the user pressed the button. */
  #offerExports(actions) {
    if (this.#playback.playing) this.#toggle();
    const button = need('#shots');
    openMenu(button, [itemsOf(actions, SCREEN_EXPORTS)], {
      label: TEXT.screenMenu,
      onClose: () => button.focus(),
    });
  }

  #run() {
    cancelAnimationFrame(this.#frame);
    if (!this.#playback.playing) return;
    this.#frame = requestAnimationFrame(() => {
      this.#playback.tick(now());
      this.#show();
      this.#run();
    });
  }

  #onKey(event) {
    const inTerminal = need('#frame').contains(event.target);
    const chord = event.ctrlKey || event.metaKey || event.altKey;
    if (chord) return;
    if (inTerminal) event.stopPropagation();
    const act = Object.hasOwn(this.#keys, event.key) ? this.#keys[event.key] : null;
    if (act === null || isUsedBy(event.target, event.key)) return;
    event.preventDefault();
    act();
  }
}

/** Whether the focused control uses this key itself. */
function isUsedBy(target, key) {
  if (target.closest('select, [role="menu"]')) return true;
  return key === ' ' && Boolean(target.closest('button, a, summary, input[type="checkbox"]'));
}

function screenHandlers(actions, screen) {
  const ignore = () => {};
  actions.register('page.leave', () => need('#play').focus());
  actions.register('copy', () => screen().copySelection());
  return {
    onType: ignore,
    onOwnSize: ignore,
    onLayout: ({ size }) => setText(need('#size'), sizeText(size)),
    onProcessed: ignore,
    onPaint: ignore,
    onNotice: (text) => toast(text),
    keys: {
      actionOf: (chord) => actions.of(chord),
      run: (id, held) => actions.press(id, held),
      option: () => 'none',
      isOwn: () => true,
    },
  };
}

async function start() {
  const { recording: id, began, name: recordedName } = need('#player').dataset;
  needStyle('components/overlays.css');
  setText(need('#began'), moment(Number(began)));
  const api = new AccountApi({ onLoggedOut: () => location.replace(loginPath(location.pathname)) });
  const settings = pageSettings(api);
  installTheme(need('#theme'), settings);
  const [text] = await Promise.all([api.readRecording(id), document.fonts.ready]);
  const recording = parseCast(text);
  if (recording.widths) useWidths(recording.widths);
  const player = new Player(recording, { label: TEXT.terminal, settings, name: recordedName });
  need('#message').hidden = true;
  return player;
}

start().catch((error) => {
  const message = need('#message');
  const known = error instanceof CastError || error.status !== undefined;
  if (!known) logError('the player did not start', error);
  setText(message, known ? sentence(error) : TEXT.failed);
  message.classList.add('is-problem');
});
