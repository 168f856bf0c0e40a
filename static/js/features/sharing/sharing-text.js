/** What the user reads and hears about viewers, guests and share links. */

export const TEXT = {
  // -- viewers
  viewers: 'Viewers',
  guest: 'Guest',
  host: 'Host',
  you: (name) => `${name} (you)`,
  canType: 'can type',
  viewOnly: 'view only',
  onPhone: 'on a phone',
  onComputer: 'on a computer',
  setsSize: 'sets the size',
  sizedByYourPhone: 'Sized by your phone',
  sizedByYourWindow: 'Sized by your other window',
  sizedByPhone: (name) => `Sized by ${name}’s phone`,
  sizedByComputer: (name) => `Sized by ${name}’s computer`,
  sizedByTerminal: 'Sized by another terminal',
  more: (count) => `and ${count} more`,
  terminal: 'Terminal',
  tmuxClient: (size) => `tmux client, ${size}`,
  alsoInTerminal: (size) =>
    `This session is also open in a terminal of ${size}. The session now has the size of this window.`,

  // -- guests, for the user who shares
  guests: 'Guests',
  guestsByLink: (guests) => `${guests} with a share link`,
  asksToType: (address) => `A guest from ${address} asks to type.`,
  typesNow: (address) => `A guest from ${address} can type.`,
  allow: 'Allow',
  deny: 'Deny',
  takeBack: 'Take back control',

  // -- for a guest
  aboutLink: 'About this link',
  sharedBy: 'Shared by ',
  sharedByTitle: (name) => `Shared by ${name}`,
  about: (name, end, mayType) =>
    `Shared by ${name}, until ${end}, ${mayType ? 'view and type' : 'view only'}`,
  until: (end) => `, until ${end}`,
  rightNarrow: (mayType) => (mayType ? ', can type' : ', view only'),
  untilWithRight: (end, mayType) =>
    `Until ${end}. ${mayType ? 'You can view and type.' : 'Read-only: you cannot type here.'}`,

  // -- making a link
  shareTitle: (session) => `Share “${session}”`,
  shareWarning:
    'Anyone with the link can view this session, or the window you choose, without an account until it ' +
    'expires. Letting guests type gives them a shell on this machine.',
  guestsSee: 'Guests see',
  wholeSession: 'the whole session',
  window: (index, name) => `window ${index}: ${name}`,
  guestsCan: 'Guests can',
  roles: { viewer: 'View', operator: 'View and type' },
  worksFor: 'The link works for',
  hours: { 1: '1 hour', 8: '8 hours', 24: '1 day', 168: '1 week' },
  createLink: 'Create link',
  shareLink: 'Share link',
  copyNow: 'Copy it now: it is shown only once. Manage links on your account page.',
  link: 'Link',
  copy: 'Copy',
  close: 'Close',
  copied: 'Copied.',
  cannotCopy: 'This browser does not allow pages to copy here. Copy the link from the field.',
};
