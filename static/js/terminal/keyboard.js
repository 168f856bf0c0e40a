/** Puts our few chords in front of xterm.js. */
import { SHIFT_ENTER, actionOf } from './keys.js';

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** @param {{copy: (text: string) => void, type: (text: string) => void, leave: () => void}} acts */
export function installKeys(terminal, acts) {
  terminal.attachCustomKeyEventHandler((event) => {
    const action = actionOf(event, { hasSelection: terminal.hasSelection(), isMac: isMac() });
    if (action === null) return true;
    // The browser pastes by itself, and xterm.js hears of that as a paste.
    if (action === 'paste') return false;
    event.preventDefault();
    if (event.type === 'keydown') perform(action, terminal, acts);
    return false;
  });
}

function perform(action, terminal, { copy, type, leave }) {
  if (action === 'newline') type(SHIFT_ENTER);
  else if (action === 'leave') leave();
  else if (terminal.hasSelection()) {
    copy(terminal.getSelection());
    terminal.clearSelection();
  }
}
