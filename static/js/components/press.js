/** What a finger does on a key: tap, hold, or swipe up; the soft keyboard and the focus stay where they are. */

const HOLD_MS = 400;
const REPEAT_MS = 60;
const NEAR_PX = 14;
const FAR_PX = 52;
const ASIDE_PX = 40;

/**
 * @param {HTMLElement} button
 * @param {object} on
 * @param {() => void} on.tap also by keyboard and by screen readers.
 * @param {() => void} [on.hold] once, after a while.
 * @param {() => void} [on.up] a short swipe up; without it any swipe up is a far one.
 * @param {() => void} [on.far] a long swipe up.
 * @param {() => void} [on.down] a swipe down.
 * @param {boolean} [on.repeats] whether holding taps again and again.
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
    // A button that is gone from under the finger still hears that it went up.
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
  // Browsers that do not heed pointerdown would move the focus here.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  // Not from a pointer: a keyboard, or a screen reader.
  button.addEventListener('click', (event) => event.detail === 0 && on.tap());
}

function wayOf(event, { x, y }, on) {
  const [up, aside] = [y - event.clientY, Math.abs(event.clientX - x)];
  if (aside > ASIDE_PX && aside > Math.abs(up)) return 'aside';
  if (up > FAR_PX) return 'far';
  if (up > NEAR_PX) return on.up ? 'up' : 'far';
  return up < -NEAR_PX ? 'down' : null;
}
