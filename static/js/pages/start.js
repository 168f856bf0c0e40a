/**
 * The first module of the terminal page, small so that it comes first: connects at once, while xterm.js and
 * the rest of the page are still on their way.
 */
import { socketAddress, subscriptionQuery } from '../net/address.js';
import { dropEarly, newInputId, openEarly } from '../net/early-socket.js';
import { settingsNow } from '../net/user-settings.js';
import { cellBefore } from '../terminal/render/cell.js';
import { gridFor } from '../terminal/geometry.js';
import { lookOptions } from '../terminal/render/appearance.js';
import { roomOf } from '../terminal/sizer.js';
import { TerminalAppearance } from '../features/settings/terminal-appearance.js';
import { toast } from '../components/toast.js';
import { isTouchFirst } from '../lib/device.js';
import { need } from '../lib/dom.js';
import { logError, logWarning } from '../lib/log.js';
import { KEYS, ofTab, readFlag, readText } from '../lib/storage.js';

const TEXT = {
  failed:
    'The terminal could not start. Reload the page; if that does not help, look at the browser console.',
};

const openSocket = (query) => new WebSocket(socketAddress(location.href, '/ws/optimized', query));

/** Sets the classes that decide how large the terminal is. */
function layOut(settings) {
  const { classList } = document.documentElement;
  const { share } = need('#terminal').dataset;
  classList.toggle('is-zen', readFlag(KEYS.zen, ofTab));
  classList.toggle('has-rail', !share && settings.get('rail'));
}

/** The id of the table of character widths; see `currentWidths`. */
function widthsId() {
  return JSON.parse(document.documentElement.dataset.widths || 'null')?.id ?? '';
}

/** Opens the socket with exactly the query of the later subscription; see `takeEarly`. */
function connect(settings) {
  const { session, view, share } = need('#terminal').dataset;
  const cell = cellBefore(
    lookOptions(new TerminalAppearance(settings, location.search).now),
    devicePixelRatio,
  );
  if (cell === null) return;
  const { cols, rows } = gridFor(roomOf(need('#stage')), cell);
  const query = subscriptionQuery(
    { session, view, share, follow: view !== 'mirror' && isTouchFirst() },
    location.search,
  );
  openEarly(
    new URLSearchParams({ ...query, cols, rows, input: newInputId(), widths: widthsId() }),
    openSocket,
  );
}

async function start() {
  const settings = settingsNow();
  layOut(settings);
  // A font that arrives later would change the size of a cell.
  await document.fonts.ready;
  try {
    connect(settings);
  } catch (error) {
    logWarning(`connecting later: ${error.message}`);
  }
  const { session, view, share } = need('#terminal').dataset;
  const [{ TerminalPage }, unconfirmed, native] = await Promise.all([
    import('./terminal.js'),
    unconfirmedInput(session),
    view === 'panes' && import('../features/panes/native-view.js'),
  ]);
  new TerminalPage({ session, view, share, unconfirmed, NativeView: native && native.NativeView });
}

/** Input from before a reload that was never confirmed. */
async function unconfirmedInput(session) {
  if (readText(KEYS.input + session, ofTab) === null) return null;
  return (await import('../net/input-store.js')).takeStoredInput(session);
}

start().catch((error) => {
  dropEarly();
  logError('the terminal page did not start', error);
  toast(TEXT.failed, { kind: 'error' });
});
