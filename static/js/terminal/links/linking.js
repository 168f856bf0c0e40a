/** Links in a terminal: addresses in the text, addresses of OSC 8, and paths. */
import { isMac } from '../../lib/chord.js';
import { AddressLinks } from './address-links.js';
import { LinkClicks, activate } from './link-clicks.js';
import { openLink, webAddress } from './link-provider.js';
import { PaneLines } from '../panes/pane-lines.js';
import { PathLinks } from './path-links.js';

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

/** A longer target of OSC 8 is no link. */
const ADDRESS_MAX_CHARS = 8192;

export class Linking {
  #clicks;

  /**
   * Links work until the disposables are disposed.
   * @param {OpenTerminal} terminal
   * @param {HTMLElement} frame around it.
   * @param {Disposables} disposables
   * @param {object} handlers
   * @param {(link: {text: string, x: number, y: number}|null) => void} handlers.onHover the pointer is over a
   *   link, or left it.
   * @param {import('../panes/pane-lines.js').PaneSource} handlers.lines
   * @param {import('./path-links.js').PathHandlers|null} handlers.paths null for no paths.
   */
  constructor(terminal, frame, disposables, { onHover, lines, paths }) {
    this.#clicks = new LinkClicks(frame, disposables, { mac: isMac(), onHover });
    const pointer = this.#webLinks();
    terminal.options.linkHandler = this.#oscLinks();
    const paneLines = new PaneLines(terminal, lines);
    disposables.own(terminal.registerLinkProvider(new AddressLinks(paneLines, pointer)));
    if (paths !== null)
      disposables.own(terminal.registerLinkProvider(new PathLinks(paneLines, this.#clicks, paths)));
  }

  /** Links of OSC 8: their text says nothing about their target, so users see it as the browser reads it. */
  #oscLinks() {
    return {
      activate,
      /** @param {MouseEvent} event @param {string} uri */
      hover: (/** @type {MouseEvent} */ event, /** @type {string} */ uri) => {
        const address = uri.length <= ADDRESS_MAX_CHARS ? webAddress(uri) : null;
        if (address !== null) this.#clicks.hover(event, { text: address, open: () => openLink(address) });
      },
      leave: () => this.#clicks.leave(),
    };
  }

  /** As xterm.js needs it. */
  #webLinks() {
    /** @param {string} uri */
    const link = (/** @type {string} */ uri) => ({ text: uri, open: () => openLink(uri) });
    return {
      activate,
      /** @param {MouseEvent} event @param {string} uri */
      hover: (/** @type {MouseEvent} */ event, /** @type {string} */ uri) =>
        this.#clicks.hover(event, link(uri)),
      leave: () => this.#clicks.leave(),
    };
  }
}
