/** A link that was just made, to copy or to scan. */
import { ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';

/** @param {{title: string, text: string, link: string}} made */
export async function showLink({ title, text, link }) {
  const { qrPicture } = await import('../../components/qr.js'); // larger than all else of a page but xterm.js
  await ask({
    title,
    text,
    fields: [
      { name: 'link', label: 'Link', value: link, attributes: { readonly: true, class: 'input mono' } },
    ],
    figure: qrPicture(link),
    action: 'Copy',
    dismiss: 'Close',
    submit: async () => {
      await navigator.clipboard.writeText(link).catch(() => {
        throw new Error('This browser does not allow pages to copy here. Copy the link from the field.');
      });
      toast('Copied.');
    },
  });
}
