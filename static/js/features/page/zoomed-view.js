/** Enlarges the terminal for a mouse user. The wheel moves it, and it follows the cursor. */
import { need } from '../../lib/dom.js';
import { GESTURE_PAUSE_MS } from '../history/wheel-owner.js';
import { ZoomPan } from '../touch/zoom-pan.js';

const LINE_PX = 17;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @returns {Promise<{fit: (view: 'whole'|'width'|'full', layout: {owner: boolean}) => void}>}
 */
export async function installZoomedView(page) {
  const touch = await page.screen.touch();
  const stage = need('#stage');
  const zoomPan = new ZoomPan(touch, { stage, frame: need('#frame') });
  let fitting = false;
  let turnedAt = -Infinity;
  let isPanning = false;
  // On a parent of the stage: then features/history/wheel.js does not get the event too.
  need('#terminal').addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || !stage.contains(/** @type {Node} */ (event.target))) return;
      const moved = zoomPan.enlarged && pan(zoomPan, event);
      // A turn of the wheel that moved the view ends at its edge. The next one belongs to the terminal.
      isPanning = moved || (isPanning && event.timeStamp - turnedAt <= GESTURE_PAUSE_MS);
      turnedAt = event.timeStamp;
      if (!isPanning) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true, passive: false },
  );
  touch.onCursor(() => zoomPan.enlarged && zoomPan.reveal());
  return {
    fit(view, { owner }) {
      // Letters drawn for another scale cause a `layout` event, which calls this again.
      if (fitting) return;
      fitting = true;
      zoomPan.layout({ owner });
      if (!owner) zoomPan.fit(view, page.screen.fontPx);
      fitting = false;
    },
  };
}

/** Returns whether the view moved. */
function pan(zoomPan, { deltaX, deltaY, deltaMode, shiftKey }) {
  const unit = deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
  const [dx, dy] = [(shiftKey ? deltaY : deltaX) * -unit, (shiftKey ? 0 : deltaY) * -unit];
  return zoomPan.pan(dx, dy) !== dy || (dy === 0 && dx !== 0);
}
