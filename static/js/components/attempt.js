/** Work that can fail, with the reason shown to the user. */
import { logError } from '../lib/log.js';
import { sentence } from './dialogs.js';
import { toast } from './toast.js';

/**
 * Does the work. If it fails, shows the reason in a toast that stays until it is closed.
 * @template T
 * @param {() => T|Promise<T>} work
 * @param {object} [options]
 * @param {(reason: string) => string} [options.text] the sentence to show, made from the reason.
 * @param {string} [options.log] what failed, in words for the console; without it nothing is logged.
 * @param {() => void} [options.onFailure] called after the reason is shown.
 * @returns {Promise<T|undefined>} undefined if it failed.
 */
export async function attempt(work, { text = (reason) => reason, log, onFailure = () => {} } = {}) {
  try {
    return await work();
  } catch (error) {
    if (log) logError(log, error);
    toast(text(sentence(error)), { kind: 'error' });
    onFailure();
    return undefined;
  }
}
