/** Once in a browser: how to select while a program takes the mouse. */
import { need } from '../../lib/dom.js';
import { Disposables } from '../../lib/disposables.js';
import { isMac } from '../../lib/chord.js';
import { readFlag, writeFlag } from '../../lib/storage.js';
import { toast } from '../../components/toast.js';

const KNOWN = 'webmux.knows-selecting';
const DRAG_PX = 24;
// tmux copies what was dragged over as soon as the button is up; the line takes its time.
const COPIES_MS = 1_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installSelectHint(page) {
  if (readFlag(KNOWN)) return;
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
  const tell = () => {
    disposables.dispose();
    writeFlag(KNOWN, true);
    toast(
      `A program uses the mouse here. Hold ${isMac() ? 'Option (⌥)' : 'Shift'} while you drag to select text and copy it.`,
    );
  };
  disposables.listen(
    need('#stage'),
    'pointerdown',
    (event) => {
      const drags = event.pointerType === 'mouse' && event.button === 0 && !event.shiftKey && !event.altKey;
      from = drags && page.screen.usesMouse ? { x: event.clientX, y: event.clientY } : null;
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
        if (copiedAt < up && !readFlag(KNOWN)) tell();
      }, COPIES_MS);
    },
    true,
  );
}
