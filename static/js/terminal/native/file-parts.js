/** An image in many small sequences, as iTerm2's imgcat sends it, put together to one. Pure. */

/** Of base64; the part that draws images takes no more. */
const MAX_LENGTH = 8_000_000;
/** imgcat sends parts of 200 characters. */
const MAX_PARTS = 65_536;
const HEADER_MAX_LENGTH = 2048;

const [BEGIN, PART, END] = ['MultipartFile=', 'FilePart=', 'FileEnd'];

export class FileParts {
  /** @type {string|null} */
  #header = null;
  /** @type {string[]} */
  #parts = [];
  #length = 0;

  /**
   * Takes the text of an OSC 1337.
   * @param {string} text
   * @returns {string|null|undefined} `File=…` with the whole image after its last part; null if this was a
   *   part, and more has to follow; undefined if it was none. Images that are too long end as null.
   */
  take(text) {
    if (text.startsWith(BEGIN)) {
      const header = text.slice(BEGIN.length);
      this.#begin(header.length <= HEADER_MAX_LENGTH && !header.includes(':') ? header : null);
      return null;
    }
    if (text.startsWith(PART)) {
      this.#add(text.slice(PART.length));
      return null;
    }
    if (text !== END) return undefined;
    const whole = this.#header === null ? null : `File=${this.#header}:${this.#parts.join('')}`;
    this.#begin(null);
    return whole;
  }

  /** @param {string|null} header null if no image has begun. */
  #begin(header) {
    this.#header = header;
    this.#parts = [];
    this.#length = 0;
  }

  /** @param {string} part */
  #add(part) {
    if (this.#header === null) return;
    this.#length += part.length;
    if (this.#length > MAX_LENGTH || this.#parts.length >= MAX_PARTS) this.#begin(null);
    else this.#parts.push(part);
  }
}
