/** What is a link in a terminal: addresses in the text, those that a program puts behind one (OSC 8), and paths. */
import { WebLinksAddon } from '../../vendor/addon-web-links.mjs';
import { isMac } from '../util/chord.js';
import { LinkClicks } from './link-clicks.js';
import { openLink } from './links.js';
import { PathLinks } from './path-links.js';

export class Linking {
  #clicks;

  /**
   * Until `disposables` are disposed.
   * @param {object} terminal @param {HTMLElement} frame around it.
   * @param {object} handlers
   * @param {(link: {text: string, x: number, y: number}|null) => void} handlers.onHover the pointer is over a link now, or over none.
   * @param {object|null} handlers.paths as PathLinks wants it; null for no paths.
   */
  constructor(terminal, frame, disposables, { onHover, paths }) {
    this.#clicks = new LinkClicks(frame, disposables, { mac: isMac(), onHover });
    const { activate, ...pointer } = this.#webLinks();
    terminal.options.linkHandler = { activate, ...pointer };
    terminal.loadAddon(new WebLinksAddon(activate, pointer));
    if (paths !== null) disposables.own(terminal.registerLinkProvider(new PathLinks(terminal, this.#clicks, paths)));
  }

  /** As xterm.js wants it. */
  #webLinks() {
    const link = (uri) => ({ text: uri, open: () => openLink(uri) });
    return {
      activate: (event, uri) => this.#clicks.activate(event, link(uri)),
      hover: (event, uri) => this.#clicks.hover(event, link(uri)),
      leave: () => this.#clicks.leave(),
    };
  }
}
