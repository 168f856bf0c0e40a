/** Outline icons of 24 units. They say nothing to a screen reader: whatever has one needs a label too. */
import { el } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Path data by name. No module of the first load imports this one. */
const PATHS = {
  activity: 'M3 12.5h4l3-7.5 4 14 3-6.5h4',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4',
  bellOff: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4M4 4l16 16',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v6M13.5 10.5v6',
  bookmark: 'M6.5 4h11v16L12 15.5 6.5 20z',
  check: 'M4.5 12.5l5 5 10-11',
  close: 'M6 6l12 12M18 6L6 18',
  command: 'M5 7l5 5-5 5M12 17h7',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  down: 'M6 9.5l6 6 6-6',
  earlier: 'M3.5 12a8.5 8.5 0 1 0 2.8-6.3L3.5 8.2M3.5 3.8v4.4h4.4M12 7.5V12l3 2',
  edit: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
  eye:
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z' +
    'M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  find: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M15.5 15.5L20 20',
  fit: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  folder: 'M3 7a2 2 0 0 1 2-2h4l2 2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z',
  help: 'M9 9.2a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.3M12 17.5v.1',
  hidden: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  info: 'M12 8v5M12 16v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  insert: 'M4 19.5h16M12 4v10.5M7.5 10L12 14.5 16.5 10',
  keyboard: 'M3 6h18v11H3zM6.5 9.5h.01M10 9.5h.01M13.5 9.5h.01M17 9.5h.01M8 13.5h8M12 20.5v.01',
  left: 'M14.5 6L8.5 12l6 6',
  link: 'M9 15l6-6M10 6l1-1a4 4 0 0 1 6 6l-1 1M14 18l-1 1a4 4 0 0 1-6-6l1-1',
  moon: 'M19.5 14.5A8 8 0 1 1 9.5 4.5a6.3 6.3 0 0 0 10 10z',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  next: 'M6 10l6 6 6-6',
  pane: 'M4 5h16v14H4zM12 5v14',
  parent: 'M12 19V6M6 12l6-6 6 6',
  pencil: 'M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4',
  person: 'M12 12.2a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4zM4.8 20c.8-4 3.6-6 7.2-6s6.4 2 7.2 6',
  place: 'M12 21s-6-5.5-6-10a6 6 0 0 1 12 0c0 4.5-6 10-6 10zM12 9.5v3',
  prefix: 'M5 12h14M13 6l6 6-6 6',
  previous: 'M6 14l6-6 6 6',
  refresh: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  right: 'M9.5 6l6 6-6 6',
  search: 'M16 16l4.5 4.5M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  send: 'M12 19.5V5M5.5 11.5L12 5l6.5 6.5',
  session: 'M4 5h16v14H4zM7.5 9.5l3 2.5-3 2.5',
  setting: 'M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4',
  sidebar: 'M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zM9.5 4.5v15',
  snippet: 'M8 5H5v14h3M16 5h3v14h-3M9 12h6',
  up: 'M6 14.5l6-6 6 6',
  upload: 'M12 16V5M7 10l5-5 5 5M5 19h14',
  window: 'M4 5h16v14H4zM4 9h16',
  wrap: 'M4 6h16M4 12h13a3 3 0 0 1 0 6h-4M15 15l-3 3 3 3M4 18h4',
};

/** @typedef {keyof typeof PATHS} IconName */

/** @param {IconName} name @returns {SVGElement} hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * A button that shows only an icon; the label is its tooltip too.
 * @param {IconName} name
 * @param {string} label
 * @param {() => void} run
 * @param {Record<string, unknown>} [attributes] more of them, or others than these.
 */
export function iconButton(name, label, run, attributes = {}) {
  const common = { class: 'icon-button', type: 'button', 'aria-label': label, title: label };
  return el('button', { ...common, on: { click: run }, ...attributes }, icon(name));
}
