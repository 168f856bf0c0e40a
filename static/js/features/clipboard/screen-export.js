/** Taking away what is on the screen: copied as text or as HTML, saved as a picture. */
import { cleanName, momentName } from '../../lib/file-name.js';
import { saveFile } from '../../lib/save-file.js';
import { sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';

export const SHOTS = ['screen.text', 'screen.html', 'screen.png'];

/**
 * @param {object} page
 * @param {import('../keys/action-registry.js').Actions} page.actions
 * @param {import('../../terminal/screen.js').Screen} page.screen
 * @param {{name: string}|null} page.session after which a picture is called.
 */
export function installShots(page) {
  const { actions, screen } = page;
  const take = async (use) => {
    try {
      const { Shot } = await import('../../terminal/export/shot.js');
      await use(screen.extend((terminal) => new Shot(terminal)));
    } catch (error) {
      toast(sentence(error), { kind: 'error' });
    }
  };
  const acts = [
    ({ text }) => screen.copy(text),
    // Pasted where text has colours it has them; elsewhere it is what an HTML file has.
    ({ html }) => screen.copy(html, html),
    async (shot) =>
      saveFile(
        await shot.png(),
        `${cleanName(page.session?.name ?? 'screen')}-${momentName(new Date())}.png`,
      ),
  ];
  SHOTS.forEach((id, at) => actions.register(id, () => take(acts[at])));
}
