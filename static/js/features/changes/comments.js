/**
 * Comments on lines, and the text that is pasted. They last in this tab until they are sent or discarded, so
 * that a closed panel loses nothing.
 */
import { visible } from '../../lib/folder-paths.js';
import { ofTab, readJson, writeJson, writeText } from '../../lib/storage.js';

/**
 * @typedef {object} Comment
 * @property {number} pane the pane whose folder the file is in.
 * @property {string} path
 * @property {number} from the first line.
 * @property {number} to the last line.
 * @property {'after'|'before'} side whose numbers they are: those of the working tree, or of the last commit.
 * @property {string[]} quote
 * @property {string} text
 */

const KEY = 'webmux.comments.';
const COMMENTS_MAX = 200;
const QUOTE_MAX_LINES = 20;
const QUOTE_MAX_CHARS = 500;
// C0 except tab, DEL, C1: a quoted line is from a file of anybody, and must not be keys.
// eslint-disable-next-line no-control-regex -- they are replaced
const CONTROLS = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/g;

/** The comments of one session. */
export class Comments {
  #key = KEY;
  /** @type {Comment[]} */
  #all = [];

  /** Has the comments of another session. @param {string} sessionId */
  open(sessionId) {
    this.#key = KEY + sessionId;
    const stored = readJson(this.#key, ofTab);
    this.#all = Array.isArray(stored) ? stored.filter(isComment).slice(0, COMMENTS_MAX) : [];
  }

  /** Those with a text. */
  get written() {
    return this.#all.filter(({ text }) => text.trim() !== '');
  }

  /** @param {string} path */
  of(path) {
    return this.#all.filter((one) => one.path === path);
  }

  /**
   * A new comment, or the one that these lines have.
   * @param {Omit<Comment, 'text'>} place
   * @returns {Comment|null} null if there are too many.
   */
  add(place) {
    const same = this.#all.find(
      ({ path, from, to, side }) =>
        path === place.path && from === place.from && to === place.to && side === place.side,
    );
    if (same) return same;
    if (this.#all.length >= COMMENTS_MAX) return null;
    const comment = { ...place, text: '' };
    this.#all.push(comment);
    return comment;
  }

  /** Stores what was typed at once. @param {Comment} comment @param {string} text */
  write(comment, text) {
    comment.text = text;
    this.#store();
  }

  /** @param {Comment[]} comments */
  remove(comments) {
    this.#all = this.#all.filter((one) => !comments.includes(one));
    this.#store();
  }

  #store() {
    const { written } = this;
    if (written.length > 0) writeJson(this.#key, written, ofTab);
    else writeText(this.#key, null, ofTab);
  }
}

/** @param {any} value @returns {value is Comment} */
function isComment(value) {
  return (
    typeof value?.path === 'string' &&
    typeof value.text === 'string' &&
    Number.isInteger(value.pane) &&
    Number.isInteger(value.from) &&
    Number.isInteger(value.to) &&
    Array.isArray(value.quote) &&
    value.quote.every((/** @type {unknown} */ line) => typeof line === 'string')
  );
}

/** Where a comment belongs, as programs write it. @param {Comment} comment */
export function placeOf({ path, from, to, side }) {
  const lines = from === to ? `${from}` : `${from}-${to}`;
  return `${visible(path)}:${lines}${side === 'before' ? ' (before the change)' : ''}`;
}

/**
 * What is pasted: for each comment its place, the lines and the text. No line end at the end.
 * @param {Comment[]} comments
 */
export function textOf(comments) {
  return comments
    .map((comment) =>
      [placeOf(comment), ...quoted(comment.quote), ...comment.text.trim().split('\n').map(plain)].join('\n'),
    )
    .join('\n\n');
}

/** @param {string[]} lines */
function quoted(lines) {
  const shown = lines.slice(0, QUOTE_MAX_LINES).map((line) => `> ${plain(line.slice(0, QUOTE_MAX_CHARS))}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `> (${more} more lines)`] : shown;
}

/** @param {string} line */
const plain = (line) => line.toWellFormed().replace(CONTROLS, '\ufffd');
