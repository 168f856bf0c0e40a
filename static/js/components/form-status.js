/** What a button of a plain page does, and where it is said that it failed: the page's `#problem`. */
import { need, setText } from '../lib/dom.js';
import { sentence } from './dialogs.js';

const problem = need('#problem');

/**
 * Does it, once at a time.
 * @param {HTMLButtonElement} button @param {() => Promise<unknown>} work
 */
export async function act(button, work) {
  button.disabled = true;
  problem.hidden = true;
  try {
    await work();
  } catch (error) {
    tell(error);
  } finally {
    button.disabled = false;
  }
}

/** Says what went wrong, until the next act. */
export function tell(error) {
  setText(problem, sentence(error));
  problem.hidden = false;
}
