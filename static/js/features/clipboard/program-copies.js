/** What a program copies (OSC 52) goes into the clipboard of the one browser that the server sends it to. */
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installProgramCopies(page) {
  page.events.on('clipboard', ({ text, too_big: tooBig }) => {
    if (tooBig) toast('A program tried to copy more than 100 KB; that is not allowed.');
    else if (typeof text === 'string') page.screen.copy(text);
  });
}
