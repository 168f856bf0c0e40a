/** What the user reads while another device is added. */

export const TEXT = {
  // -- the browser that shows the code
  title: 'Add a device',
  scan: (user) =>
    'Scan the code with the camera of your phone, or open the link on the other device. ' +
    `It logs in as ${user}. A code works once.`,
  address: 'Address for the device',
  newCodeIn: (seconds) => `New code in ${seconds} s`,
  newLinkIn: (seconds) => `New link in ${seconds} s`,
  makingCode: 'Making a code…',
  codeEnded: 'This code was replaced, or the server restarted.',
  newCode: 'Show a new code',
  link: 'Link',
  linkHere: 'Link for another browser on this computer',
  copy: 'Copy link',
  copied: 'Copied.',
  cannotCopy: 'This browser does not allow pages to copy here. Copy the link from the field.',
  close: 'Close',
  localOnly: (host) =>
    `A phone cannot open this page: “${host}” is only this computer, and WebMux knows no other address of ` +
    'its own.',
  giveAddress: 'Give it an address:',
  steps: (port) => [
    ['Tailscale', `tailscale serve ${port}, then start WebMux with --behind-proxy and --public-origins`],
    ['Local network', 'webmux tls self-signed, then start with --host 0.0.0.0 and the options it prints'],
    ['Reverse proxy', 'set public_origins to the address that browsers use'],
  ],
  stepsAfter: 'Then open WebMux at that address and add the device there.',
  added: 'Device added',
  device: (name, address, user) => `${name}, from ${address}, is logged in as ${user}.`,
  notYou: 'If that was not you, log it out now. It stays in the list of your devices.',
  logOut: 'Log it out',
  loggedOut: 'The device was logged out.',
  done: 'Done',

  // -- the device that was added
  loggedIn: (user) => `You are logged in as ${user}`,
  addPasskey: (isPhone) => (isPhone ? 'Add a passkey to this phone' : 'Add a passkey to this device'),
  whyPasskey: 'Next time you log in by fingerprint, face or PIN, without a code.',
  later: 'Later',
  goOn: 'Continue',
};
