/** A whole number, `7` or `7.0`: programs that only know decimal numbers write the latter. */
const WHOLE_NUMBER = /^\d+(?:\.0+)?$/;

/** Whether a cell holds any number that could be a serial number. */
export const isWholeNumber = (text: string): boolean => WHOLE_NUMBER.test(text);

/** A cell's serial number; null when it is no whole number, or one too large to be told from its neighbours. */
export function parseSerialNumber(text: string): number | null {
  const number = isWholeNumber(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
}
