/** The viewers of a session, in words and initials. Pure. */
import { plural } from '../../lib/format.js';
import { TEXT } from './sharing-text.js';

const TINTS = 6;

/**
 * @typedef {{name: string, guest: boolean, device: string, role: string, owner: boolean, me: boolean}} Person
 *   one viewer of the event `presence`.
 */

/** Guests have no name, and get none of others. @param {Person} person */
export function personName({ name, guest }) {
  return name || (guest ? TEXT.guest : TEXT.host);
}

/** The first letters of the first two words of a name, or the first two letters of one word. */
export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '?')].slice(0, 2);
  return (
    letters[0].toUpperCase() +
    (words.length > 1 ? letters[1].toUpperCase() : (letters[1] ?? '').toLowerCase())
  );
}

/** One of six tints, always the same for a name. */
export function tintOf(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 65_521;
  return sum % TINTS;
}

/** `can type, on a phone, sets the size`. @param {Person} person */
export function about(person) {
  const parts = [
    person.role === 'operator' ? TEXT.canType : TEXT.viewOnly,
    person.device === 'phone' ? TEXT.onPhone : TEXT.onComputer,
    person.owner && TEXT.setsSize,
  ];
  return parts.filter(Boolean).join(', ');
}

/**
 * `Sized by Ann’s phone`; empty if this page owns the size, or if the owner is unknown.
 * @param {Person[]} people
 */
export function sizedBy(people) {
  const owner = people.find((person) => person.owner);
  if (!owner || owner.me) return '';
  const isMine = people.some(({ me, guest, name }) => me && !guest && !owner.guest && name === owner.name);
  const isPhone = owner.device === 'phone';
  if (isMine) return isPhone ? TEXT.sizedByYourPhone : TEXT.sizedByYourWindow;
  return (isPhone ? TEXT.sizedByPhone : TEXT.sizedByComputer)(personName(owner));
}

/**
 * `2 viewers, 1 other terminal`.
 * @param {number} viewers
 * @param {number} terminals attached to tmux without WebMux.
 */
export function viewing(viewers, terminals) {
  return [plural(viewers, 'viewer'), terminals > 0 && plural(terminals, 'other terminal')]
    .filter(Boolean)
    .join(', ');
}

/** The first few viewers besides this page, and how many more exist. */
export function shownPeople({ viewers, people }, most = 3) {
  const others = people.filter((person) => !person.me);
  const shown = others.slice(0, most);
  return { shown, more: Math.max(0, viewers - 1 - shown.length) };
}
