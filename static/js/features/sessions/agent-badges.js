/** What the agents of a session do: words, a colour and a count for each kind. */
import { el, setText } from '../../lib/dom.js';
import { duration } from '../../lib/format.js';
import { ofKind, SHOWN } from '../../lib/agent-states.js';
import { TEXT } from './cards-text.js';

/** The badges of one session; a kind without agents has none. */
export class AgentBadges {
  #badges = new Map();
  /** @type {import('../../lib/agent-states.js').Agent[]} */
  #agents = [];
  element = el('span', { class: 'agents' });

  constructor() {
    for (const kind of SHOWN) {
      const words = el('span');
      const more = el('span', { class: 'visually-hidden' });
      const badge = el(
        'button',
        {
          class: `alert agent-${kind}`,
          type: 'button',
          'data-agent': kind,
          'aria-haspopup': 'dialog',
          'aria-expanded': 'false',
          hidden: true,
        },
        words,
        more,
      );
      // The focus stays where it is, such as in the terminal.
      badge.addEventListener('mousedown', (event) => event.preventDefault());
      badge.addEventListener('click', () => this.#why(kind, badge));
      this.#badges.set(kind, { badge, words, more });
    }
    this.element.append(...[...this.#badges.values()].map(({ badge }) => badge));
  }

  /**
   * @param {import('../../lib/agent-states.js').Agent[]} agents of all kinds.
   * @param {number} nowSeconds
   */
  show(agents = [], nowSeconds) {
    this.#agents = agents;
    for (const [kind, { badge, words, more }] of this.#badges) {
      const found = ofKind(agents, kind);
      badge.hidden = found.length === 0;
      setText(words, found.length > 0 ? TEXT.agents[kind](found.length) : '');
      setText(more, found.length > 0 ? TEXT.agentNames(namesOf(found)) : '');
    }
    this.tick(nowSeconds);
  }

  async #why(kind, badge) {
    const { openWhy } = await import('../agents/why.js');
    await openWhy(badge, ofKind(this.#agents, kind), Date.now() / 1000);
  }

  /** Updates the ages. @param {number} nowSeconds */
  tick(nowSeconds) {
    for (const [kind, { badge }] of this.#badges) {
      const lines = ofKind(this.#agents, kind).map(({ agent, since }) =>
        TEXT.agentSince(agent || TEXT.anAgent, duration(Math.max(0, nowSeconds - since))),
      );
      badge.title = lines.join('\n');
    }
  }
}

/** Each name once. @param {import('../../lib/agent-states.js').Agent[]} agents */
const namesOf = (agents) => [...new Set(agents.map(({ agent }) => agent || TEXT.anAgent))].join(', ');
