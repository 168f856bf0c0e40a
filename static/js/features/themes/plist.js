/** Property lists in XML, as far as theme files need them: dictionaries of numbers and texts. Pure. */
import { TEXT } from './themes-text.js';

const TOKEN = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<(\/?)([a-z]+)(?:\s[^>]*?)?(\/?)>|[^<]+/giy;
const DEPTH_MAX = 8;
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/**
 * The dictionary of a property list. Only the five entities of XML are replaced. A file with
 * declarations is refused, so nothing in it can grow or be fetched.
 * @param {string} text
 * @returns {Record<string, unknown>}
 * @throws {SyntaxError} if it is not such a list.
 */
export function parsePlist(text) {
  const tokens = tokensOf(text).filter(({ tag }) => tag !== 'plist');
  const value = tokens[0]?.tag === 'dict' ? readValue(tokens, 0) : null;
  if (value === null || value.next !== tokens.length) throw new SyntaxError(TEXT.notPlist);
  return value.value;
}

function tokensOf(text) {
  const tokens = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new SyntaxError(TEXT.notXml);
    at = TOKEN.lastIndex;
    const [whole, closes, tag, empty] = found;
    if (tag) tokens.push({ tag: tag.toLowerCase(), closes: closes === '/', empty: empty === '/' });
    else if (!whole.startsWith('<') && whole.trim() !== '') tokens.push({ text: unescaped(whole) });
  }
  return tokens;
}

const unescaped = (text) => text.replace(/&[a-z]+;/g, (entity) => ENTITIES[entity] ?? entity);

function readValue(tokens, at, depth = 0) {
  const { tag, closes, empty } = tokens[at] ?? {};
  if (!tag || closes || depth > DEPTH_MAX) throw new SyntaxError(TEXT.valueMissing);
  if (tag === 'true' || tag === 'false') return { value: tag === 'true', next: at + (empty ? 1 : 2) };
  if (tag === 'dict') return empty ? { value: {}, next: at + 1 } : readDict(tokens, at + 1, depth);
  const { value, next } = readText(tokens, at);
  return { value: tag === 'string' ? value : numberOf(tag, value), next };
}

function numberOf(tag, text) {
  if (tag !== 'real' && tag !== 'integer') throw new SyntaxError(TEXT.tagUnsupported(tag));
  if (text.trim() === '' || !Number.isFinite(Number(text)))
    throw new SyntaxError(TEXT.notNumber(text.slice(0, 40)));
  return Number(text);
}

function readDict(tokens, from, depth) {
  const entries = new Map();
  let at = from;
  while (tokens[at]?.tag === 'key' && !tokens[at].closes) {
    const key = readText(tokens, at);
    const value = readValue(tokens, key.next, depth + 1);
    entries.set(key.value, value.value);
    at = value.next;
  }
  if (tokens[at]?.tag !== 'dict' || !tokens[at].closes) throw new SyntaxError(TEXT.dictionaryOpen);
  return { value: Object.fromEntries(entries), next: at + 1 };
}

function readText(tokens, at) {
  const { tag, empty } = tokens[at];
  if (empty) return { value: '', next: at + 1 };
  const text = tokens[at + 1]?.text;
  const end = at + (text === undefined ? 1 : 2);
  if (tokens[end]?.tag !== tag || !tokens[end].closes) throw new SyntaxError(TEXT.tagOpen(tag));
  return { value: text ?? '', next: end + 1 };
}
