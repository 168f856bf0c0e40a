/** What is a link in a terminal: addresses in the text, those that a program puts behind one (OSC 8), and paths. */
import { isMac } from '../../lib/chord.js';
import { AddressLinks } from './address-links.js';
import { LinkClicks, activate } from './link-clicks.js';
import { openLink } from './link-provider.js';
import { PaneLines } from '../panes/pane-lines.js';
import { PathLinks } from './path-links.js';

export class Linking {
  #clicks;

  /**
   * Until `disposables` are disposed.
   * @param {object} terminal @param {HTMLElement} frame around it.
   * @param {object} handlers
   * @param {(link: {text: string, x: number, y: number}|null) => void} handlers.onHover the pointer is over a link now, or over none.
   * @param {object} handlers.lines as PaneLines wants it.
   * @param {object|null} handlers.paths as PathLinks wants it; null for no paths.
   */
  constructor(terminal, frame, disposables, { onHover, lines, paths }) {
    this.#clicks = new LinkClicks(frame, disposables, { mac: isMac(), onHover });
    const pointer = this.#webLinks();
    terminal.options.linkHandler = pointer;
    const paneLines = new PaneLines(terminal, lines);
    disposables.own(terminal.registerLinkProvider(new AddressLinks(paneLines, pointer)));
    if (paths !== null)
      disposables.own(terminal.registerLinkProvider(new PathLinks(paneLines, this.#clicks, paths)));
  }

  /** As xterm.js wants it. */
  #webLinks() {
    const link = (uri) => ({ text: uri, open: () => openLink(uri) });
    return {
      activate,
      hover: (event, uri) => this.#clicks.hover(event, link(uri)),
      leave: () => this.#clicks.leave(),
    };
  }
}
