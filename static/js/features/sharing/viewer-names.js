/** Who looks at a session, in words and initials. Pure. */

import { plural } from '../../lib/format.js';

const TINTS = 6;

/** @typedef {{name: string, guest: boolean, device: string, role: string, owner: boolean, me: boolean}} Person as `presence` tells. */

/** What to call somebody: guests have no name, and hear none. */
export function personName({ name, guest }) {
  return name || (guest ? 'Guest' : 'Host');
}

/** One or two letters for a name: of its words, or its first two. */
export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '?')].slice(0, 2);
  return (
    letters[0].toUpperCase() +
    (words.length > 1 ? letters[1].toUpperCase() : (letters[1] ?? '').toLowerCase())
  );
}

/** One of six tints, the same for a name everywhere. */
export function tintOf(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 65_521;
  return sum % TINTS;
}

/** A line about somebody: `can type, on a phone, sets the size`. @param {Person} person */
export function about(person) {
  const parts = [
    person.role === 'operator' ? 'can type' : 'view only',
    person.device === 'phone' ? 'on a phone' : 'on a computer',
    person.owner && 'sets the size',
  ];
  return parts.filter(Boolean).join(', ');
}

/** Whose size it is, where it is not the reader's: `Sized by Ann's phone`; empty where nobody knows. @param {Person[]} people */
export function sizedBy(people) {
  const owner = people.find((person) => person.owner);
  if (!owner) return '';
  if (owner.me) return '';
  const isMine = people.some(({ me, guest, name }) => me && !guest && !owner.guest && name === owner.name);
  if (isMine) return owner.device === 'phone' ? 'Sized by your phone' : 'Sized by your other window';
  return `Sized by ${personName(owner)}’s ${owner.device === 'phone' ? 'phone' : 'computer'}`;
}

/** `2 viewers, 1 other terminal`. @param {number} viewers @param {number} terminals attached to tmux without WebMux. */
export function viewing(viewers, terminals) {
  return [plural(viewers, 'viewer'), terminals > 0 && plural(terminals, 'other terminal')]
    .filter(Boolean)
    .join(', ');
}

/** The first few to be shown, others before the reader, and how many more there are. */
export function shownPeople({ viewers, people }, most = 3) {
  const others = people.filter((person) => !person.me);
  const shown = others.slice(0, most);
  return { shown, more: Math.max(0, viewers - 1 - shown.length) };
}
