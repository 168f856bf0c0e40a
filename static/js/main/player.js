/** The player of one recording. */
import { CastError, parseCast } from '../cast/parse.js';
import { Playback } from '../cast/playback.js';
import { Timeline } from '../cast/timeline.js';
import { Api } from '../net/api.js';
import { Screen } from '../terminal/screen.js';
import { sentence } from '../ui/dialogs.js';
import { PlayerControls } from '../ui/player-controls.js';
import { currentTheme, installTheme } from '../ui/theme.js';
import { toast } from '../ui/toast.js';
import { need, setText } from '../util/dom.js';
import { moment, size as sizeText } from '../util/format.js';
import { logError } from '../util/log.js';
import { loginPath } from '../util/next.js';

const STEP_S = 5;
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

  constructor(recording, label) {
    const where = { stage: need('#stage'), frame: need('#frame'), theme: currentTheme(), label };
    this.#screen = new Screen(where, screenHandlers());
    this.#screen.setOwner(false);
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
    document.addEventListener('webmux:theme', () => this.#screen.setTheme(currentTheme()));
    // Before xterm.js, which would type with them and keep Tab for itself.
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

/** What the focused control does with a key by itself. */
function isUsedBy(target, key) {
  if (target.closest('select')) return true;
  return key === ' ' && Boolean(target.closest('button, a, summary, input[type="checkbox"]'));
}

function screenHandlers() {
  const nothing = () => {};
  return {
    onType: nothing,
    onOwnSize: nothing,
    onLayout: ({ size }) => setText(need('#size'), sizeText(size)),
    onProcessed: nothing,
    onPaint: nothing,
    onTold: (text) => toast(text),
    onLeave: () => need('#play').focus(),
  };
}

async function start() {
  installTheme(need('#theme'));
  const { recording: id, began } = need('#player').dataset;
  setText(need('#began'), moment(Number(began)));
  const api = new Api({ onLoggedOut: () => location.replace(loginPath(location.pathname)) });
  const [text] = await Promise.all([api.readRecording(id), document.fonts.ready]);
  const player = new Player(parseCast(text), 'Recorded terminal');
  need('#message').hidden = true;
  return player;
}

start().catch((error) => {
  const message = need('#message');
  const known = error instanceof CastError || error.status !== undefined;
  if (!known) logError('the player did not start', error);
  setText(message, known ? sentence(error) : 'The recording cannot be played. The browser console says why.');
  message.classList.add('is-problem');
});
