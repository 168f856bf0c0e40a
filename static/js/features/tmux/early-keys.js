/**
 * What is typed from a prefix of tmux on, until the page knows what its keys mean. Pure.
 * @typedef {(bytes: Uint8Array, options: any) => unknown} Type
 */

const decoder = new TextDecoder();

/**
 * What a terminal sends for a key of tmux, such as `C-b`, `M-a` or `\``.
 * @param {string} name
 * @returns {string} empty for other keys, such as F12, which nobody holds.
 * @testonly
 */
export function textOfPrefix(name) {
  if (name.startsWith('M-')) return name.length > 2 ? `\x1b${textOfPrefix(name.slice(2))}` : '';
  if (name === 'C-Space') return '\0';
  if (/^C-[a-z@[\\\]^_]$/i.test(name)) return String.fromCharCode(name.toUpperCase().charCodeAt(2) & 0x1f);
  return name.length === 1 ? name : '';
}

export class EarlyKeys {
  #prefixes;
  /** @type {{bytes: Uint8Array, options: any}[]|null} null when keys are no longer held. */
  #held = [];

  /** @param {string} names of the prefix keys, with blanks between them. */
  constructor(names) {
    this.#prefixes = names.split(' ').map(textOfPrefix).filter(Boolean);
  }

  /**
   * Whether this is held: a prefix, or anything after one.
   * @param {Uint8Array} bytes of one key or paste.
   * @param {any} options of `Page.type`.
   */
  holds(bytes, options) {
    if (this.#held === null) return false;
    if (this.#held.length === 0 && !this.#prefixes.includes(decoder.decode(bytes))) return false;
    this.#held.push({ bytes: bytes.slice(), options });
    return true;
  }

  /** Holds nothing any longer, and types what was held. @param {Type} type */
  release(type) {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { bytes, options } of held) type(bytes, options);
  }
}
