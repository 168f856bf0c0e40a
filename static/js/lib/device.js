/** Whether the main input of this device is a finger. Separate file: modules of all layers ask it. */
export const isTouchFirst = () => matchMedia('(pointer: coarse)').matches;
