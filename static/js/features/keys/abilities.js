/** What this browser lets the page do, and why it does not. Pure: the window is an argument. */
import { TEXT } from './abilities-text.js';

/** @typedef {{title: string, works: boolean, why: string}} Ability `why` is a sentence, empty if it works. */

/** @returns {Ability} */
const able = (title) => ({ title, works: true, why: '' });
/** @returns {Ability} */
const unable = (title, why) => ({ title, works: false, why });

/** @param {Window & typeof globalThis} world */
export function abilities(world) {
  const { navigator, document, isSecureContext } = world;
  // Without https browsers leave out most of these: then that is the reason.
  const secure = (title, isAble, why) =>
    isAble ? able(title) : unable(title, isSecureContext ? why : TEXT.insecure);
  const unlessBlocked = (ability) =>
    world.Notification?.permission === 'denied' && isSecureContext
      ? unable(ability.title, TEXT.blocked)
      : ability;
  return {
    clipboard: secure(TEXT.clipboard, navigator.clipboard?.readText, TEXT.noClipboard),
    fullScreen: document.documentElement.requestFullscreen
      ? able(TEXT.fullScreen)
      : unable(TEXT.fullScreen, TEXT.noFullScreen),
    keyLock: secure(TEXT.keyLock, keyboardOf(navigator)?.lock, TEXT.noKeyLock),
    notifications: unlessBlocked(
      secure(TEXT.notifications, isSecureContext && world.Notification, TEXT.noNotifications),
    ),
    push: unlessBlocked(secure(TEXT.push, navigator.serviceWorker && world.PushManager, TEXT.noPush)),
  };
}

/**
 * The Keyboard Lock API, which only some browsers have: https://wicg.github.io/keyboard-lock/
 * @param {Navigator & {keyboard?: {lock: () => Promise<void>, unlock: () => void}}} navigator
 */
export const keyboardOf = (navigator) => navigator.keyboard;
