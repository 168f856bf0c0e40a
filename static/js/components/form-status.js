/** Runs what a button of a plain page does, and shows an error in the page's `#problem`. */
import { need, setText } from '../lib/dom.js';
import { sentence } from './dialogs.js';

const problem = need('#problem');

/**
 * Runs the work with the button disabled, and shows its error.
 * @param {HTMLButtonElement} button @param {() => Promise<unknown>} work
 */
export async function act(button, work) {
  button.disabled = true;
  problem.hidden = true;
  try {
    await work();
  } catch (error) {
    showProblem(error);
  } finally {
    button.disabled = false;
  }
}

/** Shows an error until the next `act`. */
export function showProblem(error) {
  setText(problem, sentence(error));
  problem.hidden = false;
}
