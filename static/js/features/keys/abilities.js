/** What this browser lets the page do, and why it does not. Pure: the window is an argument. */

const INSECURE = 'This page came over plain http, and browsers keep this for https (and for localhost). Start WebMux with tls_cert and tls_key, or behind a proxy with TLS.';
const BLOCKED = 'Notifications of this page are blocked in this browser. Allow them in its settings for this site.';

const able = (title) => Object.freeze({ title, works: true, why: '' });
const unable = (title, why) => Object.freeze({ title, works: false, why });

/**
 * @param {Window} world
 * @returns {Record<string, {title: string, works: boolean, why: string}>} `why` is a sentence for people, empty where it works.
 */
export function abilities(world) {
  const { navigator, document, isSecureContext } = world;
  // Most of these are not there at all without https: then that is the reason.
  const secure = (title, there, why) => {
    if (there) return able(title);
    return unable(title, isSecureContext ? why : INSECURE);
  };
  // What was forbidden by a person does not work either, whatever the browser could do.
  const unlessBlocked = (ability) => (world.Notification?.permission === 'denied' && isSecureContext ? unable(ability.title, BLOCKED) : ability);
  const fullScreen = document.documentElement.requestFullscreen;
  return {
    clipboard: secure('Paste from the palette or a button', navigator.clipboard?.readText, 'This browser lets no page read the clipboard; its own key for pasting works.'),
    fullScreen: fullScreen ? able('Full screen') : unable('Full screen', 'This browser has no full screen for pages; an app on the home screen has no bars either.'),
    keyLock: secure('All keys in full screen', navigator.keyboard?.lock, 'This browser has no Keyboard Lock (Chrome and Edge have): keys such as Ctrl+W stay its own.'),
    notifications: unlessBlocked(secure('Notifications', isSecureContext && world.Notification, 'This browser shows notifications only for a page that is on the home screen, or not at all.')),
    push: unlessBlocked(secure('Push while the page is closed', navigator.serviceWorker && world.PushManager, 'This browser takes push messages only for a page that is on the home screen, or not at all.')),
  };
}
