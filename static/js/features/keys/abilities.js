/** What this browser lets the page do, and why it does not. Pure: the window is an argument. */

const INSECURE =
  'This page uses plain http. Browsers allow this only over https or on localhost. Start WebMux with tls_cert and tls_key, or behind a proxy with TLS.';
const BLOCKED = 'Notifications are blocked. To allow them, click the icon at the left of the address.';

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
  const unlessBlocked = (ability) =>
    world.Notification?.permission === 'denied' && isSecureContext ? unable(ability.title, BLOCKED) : ability;
  const fullScreen = document.documentElement.requestFullscreen;
  return {
    clipboard: secure(
      'Paste from the palette or a button',
      navigator.clipboard?.readText,
      'This browser does not let pages read the clipboard. Paste with the browser’s own key.',
    ),
    fullScreen: fullScreen
      ? able('Full screen')
      : unable(
          'Full screen',
          'This browser cannot show pages in full screen. An app on the home screen opens without browser bars.',
        ),
    keyLock: secure(
      'All keys in full screen',
      navigator.keyboard?.lock,
      'This browser has no Keyboard Lock, so it keeps keys such as Ctrl+W. Chrome and Edge have it.',
    ),
    notifications: unlessBlocked(
      secure(
        'Notifications',
        isSecureContext && world.Notification,
        'This browser has no notifications, or only for an app on the home screen.',
      ),
    ),
    push: unlessBlocked(
      secure(
        'Notifications when no WebMux tab is open',
        navigator.serviceWorker && world.PushManager,
        'This browser has no push messages, or only for an app on the home screen.',
      ),
    ),
  };
}
