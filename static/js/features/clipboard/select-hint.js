/** Explains once per browser how to select text while a program uses the mouse. */
import { need } from '../../lib/dom.js';
import { Disposables } from '../../lib/disposables.js';
import { isMac } from '../../lib/chord.js';
import { readFlag, writeFlag } from '../../lib/storage.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './clipboard-text.js';

const KNOWN_KEY = 'webmux.knows-selecting';
const DRAG_PX = 24;
// tmux copies the selection when the button goes up; a slow connection needs time to report it.
const COPY_REPORTED_MS = 1_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installSelectHint(page) {
  if (readFlag(KNOWN_KEY)) return;
  const disposables = new Disposables();
  let from = null;
  let copiedAt = -Infinity;
  page.screen.extend(({ parser }) =>
    disposables.own(
      parser.registerOscHandler(52, () => {
        copiedAt = performance.now();
        return false;
      }),
    ),
  );
  const showHint = () => {
    disposables.dispose();
    writeFlag(KNOWN_KEY, true);
    toast(TEXT.selectHint(isMac() ? TEXT.option : TEXT.shift));
  };
  disposables.listen(
    need('#stage'),
    'pointerdown',
    (event) => {
      const drags = event.pointerType === 'mouse' && event.button === 0 && !event.shiftKey && !event.altKey;
      // Borders and titles of panes are dragged as well.
      const onText = /** @type {Element} */ (event.target).closest('.xterm') !== null;
      from = drags && onText && page.screen.usesMouse ? { x: event.clientX, y: event.clientY } : null;
    },
    true,
  );
  disposables.listen(
    window,
    'pointerup',
    (event) => {
      const drag = from;
      from = null;
      if (drag === null || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < DRAG_PX) return;
      const up = performance.now();
      setTimeout(() => {
        if (copiedAt < up && !readFlag(KNOWN_KEY)) showHint();
      }, COPY_REPORTED_MS);
    },
    true,
  );
}
