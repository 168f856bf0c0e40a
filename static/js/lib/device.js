/** Whether the main input of this device is a finger. Separate file: modules of all floors ask it. */
export const isTouchFirst = () => matchMedia('(pointer: coarse)').matches;
