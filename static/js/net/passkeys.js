/** Passkeys of the browser: whether it can, creating one, signing with one. */

/** @type {Record<string, string>} */
const WORDS = {
  InvalidStateError: 'This device already has a passkey for your account here.',
  NotAllowedError: 'No passkey was used: that was cancelled, or took too long.',
  SecurityError: 'The browser allows no passkeys at this address.',
};

/**
 * Whether a host is an IP address: `127.0.0.1`, `[::1]`. Browsers allow passkeys for names only.
 * @param {string} hostname
 * @testonly
 */
export function isAddress(hostname) {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname) || hostname.startsWith('[');
}

/** Why this page cannot use passkeys, as a sentence; empty if it can. */
export function obstacle(page = globalThis) {
  if (isAddress(page.location.hostname)) {
    return 'Passkeys need a host name: open WebMux by its name, or as localhost, to add one.';
  }
  if (!page.isSecureContext) return 'Passkeys need an encrypted connection (https).';
  /** @type {any} */
  const able = page.PublicKeyCredential;
  if (!able) return 'This browser has no passkeys.';
  return able.parseCreationOptionsFromJSON && able.parseRequestOptionsFromJSON
    ? ''
    : 'This browser is too old for passkeys.';
}

/**
 * Has the device create a passkey, after it asked the user.
 * @param {any} options the server's, in the JSON of WebAuthn.
 * @returns {Promise<object>} what the server checks.
 */
export async function makePasskey(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return (await worded(navigator.credentials.create({ publicKey }))).toJSON();
}

/**
 * Has the device sign with a passkey that the user chooses; as `makePasskey`.
 * @param {any} options
 */
export async function usePasskey(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return (await worded(navigator.credentials.get({ publicKey }))).toJSON();
}

/**
 * The credential; errors of the browser get a sentence for users.
 * @param {Promise<Credential|null>} answer
 */
async function worded(answer) {
  try {
    return /** @type {PublicKeyCredential} */ (await answer);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    throw new Error(WORDS[name] ?? message, { cause: error });
  }
}
