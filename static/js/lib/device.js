/** What kind of device shows the page. */

/** Whether this device is used by fingers first of all. */
export const isTouchFirst = () => matchMedia('(pointer: coarse)').matches;
