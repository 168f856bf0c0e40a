/** Gestures on a key of the touch page: tap, hold and swipes. Soft keyboard and focus do not change. */

const HOLD_MS = 400;
const REPEAT_MS = 60;
const NEAR_PX = 14;
const FAR_PX = 52;
const ASIDE_PX = 40;

/**
 * @param {HTMLElement} button
 * @param {object} on
 * @param {() => void} on.tap also called for a keyboard and for screen readers.
 * @param {() => void} [on.hold] called once, after 400 ms.
 * @param {() => void} [on.up] a short swipe up; if missing, every swipe up is a long one.
 * @param {() => void} [on.far] a long swipe up.
 * @param {() => void} [on.down] a swipe down.
 * @param {boolean} [on.repeats] whether holding repeats `tap`.
 */
export function pressable(button, on) {
  let press = null;

  const end = () => {
    clearTimeout(press?.timer);
    clearInterval(press?.repeat);
    press = null;
    button.classList.remove('is-down', 'is-up');
  };
  const act = (run) => {
    end();
    run?.();
  };
  const hold = () => {
    if (press.way) return;
    press.held = Boolean(on.repeats);
    if (on.repeats) {
      on.tap();
      press.repeat = setInterval(on.tap, REPEAT_MS);
    } else if (on.hold) {
      act(on.hold);
    }
  };

  button.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    if (event.button !== 0) return;
    end();
    button.classList.add('is-down');
    // The button gets the pointerup even if it was removed meanwhile.
    button.setPointerCapture(event.pointerId);
    press = {
      id: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      way: null,
      held: false,
      timer: setTimeout(hold, HOLD_MS),
    };
  });
  button.addEventListener('pointermove', (event) => {
    if (press?.id !== event.pointerId || press.held) return;
    press.way = wayOf(event, press, on);
    button.classList.toggle('is-up', press.way === 'up');
  });
  button.addEventListener('pointerup', (event) => {
    if (press?.id !== event.pointerId) return;
    const { way, held } = press;
    if (held) end();
    else act(way === 'aside' ? undefined : on[way ?? 'tap']);
  });
  button.addEventListener('pointercancel', end);
  // Some browsers move the focus on mousedown, whatever pointerdown did.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  // A click without a pointer comes from a keyboard or a screen reader.
  button.addEventListener('click', (event) => event.detail === 0 && on.tap());
}

function wayOf(event, { x, y }, on) {
  const [up, aside] = [y - event.clientY, Math.abs(event.clientX - x)];
  if (aside > ASIDE_PX && aside > Math.abs(up)) return 'aside';
  if (up > FAR_PX) return 'far';
  if (up > NEAR_PX) return on.up ? 'up' : 'far';
  return up < -NEAR_PX ? 'down' : null;
}
