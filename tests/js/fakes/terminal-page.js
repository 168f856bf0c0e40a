/** A page as features get it, with real settings, events and actions. `calls` lists what was called on it. */
import { Actions } from '../../../static/js/features/keys/action-registry.js';
import { Emitter } from '../../../static/js/lib/emitter.js';
import { Settings } from '../../../static/js/net/user-settings.js';
import { STATES } from '../../../static/js/pages/page-contract.js';

/**
 * Call it after `makePage`.
 * @param {object} [fields] of the page, instead of these
 * @param {object} [given] settings
 */
export function fakePage(fields = {}, given = {}) {
  const calls = [];
  const recorded =
    (name) =>
    (...values) => {
      calls.push([name, ...values]);
    };
  const settings = new Settings(given);
  const page = {
    settings,
    events: new Emitter(STATES),
    actions: new Actions(settings, () => page.mayType()),
    layer: document.querySelector('#layer'),
    guest: false,
    session: { id: '$1', name: 'work' },
    windows: [],
    panes: null,
    mayType: () => true,
    say: recorded('say'),
    focus: recorded('focus'),
    type: recorded('type'),
    open: recorded('open'),
    ...fields,
  };
  return { page, calls };
}
