/** Enlarges the terminal and moves it: by the wheel, and after the cursor. */
import { need } from '../../lib/dom.js';
import { TURN_MS } from '../history/wheel-target.js';
import { Letterbox } from '../touch/zoom-pan.js';

const LINE_PX = 17;

/**
 * @param {import('../../pages/terminal.js').Page} page
 * @returns {Promise<{fit: (way: 'whole'|'width'|'full', layout: {owner: boolean}) => void}>}
 */
export async function enlarged(page) {
  const touch = await page.screen.touch();
  const stage = need('#stage');
  const letterbox = new Letterbox(touch, { stage, frame: need('#frame') });
  let fitting = false;
  let [turnedAt, ours] = [-Infinity, false];
  // Above the stage, so that what the wheel is for otherwise does not happen as well.
  need('#terminal').addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || !stage.contains(event.target)) return;
      const moves = letterbox.enlarged && moved(letterbox, event);
      // A turn that moved it ends at the edge; with the next the wheel is the terminal's.
      ours = moves || (ours && event.timeStamp - turnedAt <= TURN_MS);
      turnedAt = event.timeStamp;
      if (!ours) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true, passive: false },
  );
  touch.onCursor(() => letterbox.enlarged && letterbox.reveal());
  return {
    fit(way, { owner }) {
      // Letters drawn for another scale are a new layout, which comes back here.
      if (fitting) return;
      fitting = true;
      letterbox.layout({ owner });
      if (!owner) letterbox.fit(way, page.screen.fontPx);
      fitting = false;
    },
  };
}

function moved(letterbox, { deltaX, deltaY, deltaMode, shiftKey }) {
  const unit = deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
  const [dx, dy] = [(shiftKey ? deltaY : deltaX) * -unit, (shiftKey ? 0 : deltaY) * -unit];
  return letterbox.pan(dx, dy) !== dy || (dy === 0 && dx !== 0);
}
