/** The screen, copied as text or HTML or saved as a picture; and what programs copy themselves. */
import { cleanName, momentName, saveFile } from '../../lib/file-name.js';
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './clipboard-text.js';

/** Ids of the actions. */
export const SCREEN_EXPORTS = ['screen.text', 'screen.html', 'screen.png'];

/**
 * @param {object} page
 * @param {{register: (id: string, run: () => void) => void}} page.actions
 * @param {import('../../terminal/screen.js').Screen} page.screen
 * @param {{name: string}|null} page.session gives a picture its name.
 */
export function installScreenExport(page) {
  const { actions, screen } = page;
  const take = (use) =>
    attempt(async () => {
      const { Shot } = await import('../../terminal/export/shot.js');
      await use(screen.use((terminal) => new Shot(terminal)));
    });
  const uses = [
    ({ text }) => screen.copy(text),
    // With colours if the other program accepts formatted text, else as the source of an HTML file.
    ({ html }) => screen.copy(html, html),
    async (shot) =>
      saveFile(
        await shot.png(),
        `${cleanName(page.session?.name ?? 'screen')}-${momentName(new Date())}.png`,
      ),
  ];
  SCREEN_EXPORTS.forEach((id, index) => actions.register(id, () => take(uses[index])));
}

/**
 * Text that a program copies (OSC 52) goes to the clipboard of the browser that the server chose.
 * @param {import('../../pages/page-contract.js').Page} page
 */
export function installProgramCopies(page) {
  page.events.on('clipboard', ({ text, too_big: tooLarge }) => {
    if (tooLarge) toast(TEXT.copyTooLarge);
    else if (typeof text === 'string') page.screen.copy(text);
  });
}
