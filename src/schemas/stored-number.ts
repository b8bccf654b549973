// Before a schema is registered: whether its numbers come back as they were sent. They are kept as doubles.

/** `[-]digits * 10^exponent`, digits without zeros at either end: equal texts, equal numbers. */
function decimalOf(text: string): { readonly digits: string; readonly exponent: number; readonly text: string } {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const significant = `${whole}${fraction}`.replace(/^0+/, '');
  const digits = withoutZerosAtEnd(significant);
  const exponent = Number(power) - fraction.length + significant.length - digits.length;
  return { digits, exponent, text: digits === '' ? '0' : `${sign}${digits}e${exponent}` };
}

/** A regular expression for this would go back over every run of zeros. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

/**
 * `text`: a number in JSON. What stands in its place once it is stored, where that is another number: beyond all doubles,
 * too near to 0, or an integer with other digits. undefined: itself, or for a fraction the double nearest to it.
 */
export function storedAs(text: string): string | undefined {
  const stored = Number(text);
  if (!Number.isFinite(stored)) return 'null';
  const wanted = decimalOf(text);
  const integer = wanted.exponent >= 0;
  if (wanted.text === decimalOf(String(stored)).text || (!integer && stored !== 0)) return undefined;
  return String(stored);
}
