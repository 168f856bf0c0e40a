/** Which text has to be composed before it can be typed. Pure. */

// Alphabets that are written one letter after the other. A letter with a separate mark, full width forms and emoji
// are not one cell that a backspace deletes.
const PLAIN =
  /^(?:(?![\p{Mark}\p{Extended_Pictographic}\p{Regional_Indicator}\u200d\u3000-\u30ff\uff00-\uffef])[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Common}])*$/u;

/** Whether some of its characters are chosen or joined by the keyboard until they are done, as in Chinese or Hindi. */
export function needsComposing(text) {
  return !PLAIN.test(text);
}
