/** A page of `view=panes` with what tmux's interface uses of it. */
import { Emitter } from '../../../../static/js/lib/emitter.js';

/**
 * @param {object} replies by the name of the command: a value, or a function of its arguments.
 * @returns {any} the page; `sent` has what was typed as [pane, kind, text], `asked` the commands.
 */
export function fakePanePage(replies = {}, { version = '3.6b', settings = {}, actions = {} } = {}) {
  const sent = [];
  const asked = [];
  const said = [];
  const ran = [];
  const terminals = new Map();
  const screen = {
    focused: 5,
    window: { panes: [] },
    windows: [],
    extend: () => {},
    terminalOf: (pane) => terminals.get(pane) ?? null,
  };
  const page = {
    ...{ sent, asked, said, ran, screen, terminals },
    layer: document.body.appendChild(document.createElement('div')),
    events: new Emitter(['attached']),
    settings: { get: (name) => settings[name] },
    actions: { of: (chord) => actions[chord] ?? null, run: (id) => ran.push(id), register: () => {} },
    mayType: () => true,
    focus: () => {},
    say: (text) => said.push(text),
    type: (bytes) => sent.push([screen.focused, 0, new TextDecoder().decode(bytes)]),
    panes: {
      screen,
      typeTo: (pane, kind, bytes) => sent.push([pane, kind, new TextDecoder().decode(bytes)]),
      command: async (name, args) => {
        asked.push([name, args]);
        const reply = replies[name];
        return typeof reply === 'function' ? reply(args) : reply;
      },
    },
  };
  page.events.emit('attached', { tmux: version });
  return page;
}

/** A key press, as `press` of `PrefixKeys` gets it. */
export function keyEvent(key, mods = '', more = {}) {
  return {
    ...{ type: 'keydown', key, code: `Key${key.toUpperCase()}`, repeat: false, isComposing: false },
    ctrlKey: mods.includes('C'),
    altKey: mods.includes('M'),
    shiftKey: mods.includes('S'),
    metaKey: false,
    getModifierState: () => false,
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
    ...more,
  };
}
