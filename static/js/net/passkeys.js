/** Passkeys as the browser has them: whether it can, making one, signing with one. */

const WORDS = {
  InvalidStateError: 'This device already has a passkey for your account here.',
  NotAllowedError: 'No passkey was used: that was cancelled, or took too long.',
  SecurityError: 'The browser allows no passkeys at this address.',
};

/**
 * Whether a host is an address, as URLs have them: `127.0.0.1`, `[::1]`. Browsers keep passkeys for names only.
 * @testonly
 */
export function isAddress(hostname) {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname) || hostname.startsWith('[');
}

/** Why this page can have no passkeys, for people; empty where it can. */
export function obstacle(page = globalThis) {
  if (isAddress(page.location.hostname)) {
    return 'Passkeys need a host name: open WebMux by its name, or as localhost, to add one.';
  }
  if (!page.isSecureContext) return 'Passkeys need an encrypted connection (https).';
  const able = page.PublicKeyCredential;
  if (!able) return 'This browser has no passkeys.';
  return able.parseCreationOptionsFromJSON && able.parseRequestOptionsFromJSON
    ? ''
    : 'This browser is too old for passkeys.';
}

/**
 * Has the device make a passkey, which it asks its user about.
 * @param {object} options the server's, in the JSON of WebAuthn.
 * @returns {Promise<object>} what the server wants to see of it.
 */
export async function makePasskey(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return (await worded(navigator.credentials.create({ publicKey }))).toJSON();
}

/** Has the device sign with a passkey of this site, which its user chooses; as `makePasskey`. */
export async function usePasskey(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return (await worded(navigator.credentials.get({ publicKey }))).toJSON();
}

/** The browser's answer, its errors with a sentence for people. */
async function worded(answer) {
  try {
    return await answer;
  } catch (error) {
    throw new Error(WORDS[error.name] ?? error.message, { cause: error });
  }
}
