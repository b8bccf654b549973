// A text that a regular expression is likely to match: of each choice the first, of each repetition as few as allowed. What
// it does not know it leaves out; whoever asked looks whether the text fits.

type Reader = { readonly source: string; at: number; readonly more: number };

/** @param more repetitions beyond what is needed, where there may be */
export function samplePattern(source: string, more: number): string {
  return readChoices({ source, at: 0, more });
}

/** `a|b|c`: the first. Ends at the end, or behind the `)` that closes it. */
function readChoices(reader: Reader): string {
  const texts = [readSequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    texts.push(readSequence(reader));
  }
  reader.at += 1;
  return texts[reader.more % texts.length] ?? '';
}

function readSequence(reader: Reader): string {
  let text = '';
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] as string)) {
    text += readRepeated(reader);
  }
  return text;
}

function readRepeated(reader: Reader): string {
  const atom = readAtom(reader);
  const rest = reader.source.slice(reader.at);
  const [whole, low, comma, high] = /^\{(\d+)(,?)(\d*)\}/.exec(rest) ?? [];
  const sign = whole === undefined ? (/^[*+?]/.exec(rest) ?? [])[0] : undefined;
  reader.at += (whole ?? sign ?? '').length;
  if ((whole ?? sign) !== undefined && reader.source[reader.at] === '?') reader.at += 1;
  const least = low === undefined ? (sign === '*' || sign === '?' ? 0 : 1) : Number(low);
  const open = sign === '*' || sign === '+' || (comma === ',' && high === '');
  const most = open ? least + reader.more : sign === '?' ? 1 : high === '' || high === undefined ? least : Number(high);
  return atom.repeat(Math.min(most, least + reader.more, MAX_REPEATS));
}

const MAX_REPEATS = 1_024;
const ESCAPES: Readonly<Record<string, string>> = {
  d: '1',
  w: 'a',
  s: ' ',
  D: 'a',
  W: ' ',
  S: 'a',
  n: '\n',
  t: '\t',
  r: '\r',
};

function readAtom(reader: Reader): string {
  const char = reader.source[reader.at] as string;
  reader.at += 1;
  switch (char) {
    case '^':
    case '$':
      return '';
    case '.':
      return 'a';
    case '(': {
      const [special = ''] = /^\?(?::|<\w+>|[=!]|<[=!])/.exec(reader.source.slice(reader.at)) ?? [];
      reader.at += special.length;
      const text = readChoices(reader);
      return /[=!]$/.test(special) ? '' : text;
    }
    case '[':
      return readClass(reader);
    case '\\':
      return readEscape(reader);
    default:
      return char;
  }
}

function readEscape(reader: Reader): string {
  const char = reader.source[reader.at] ?? '';
  reader.at += 1;
  if (char === 'b' || char === 'B') return '';
  const [property] = /^\{[^}]*\}/.exec(reader.source.slice(reader.at)) ?? [];
  if ((char === 'p' || char === 'P') && property !== undefined) {
    reader.at += property.length;
    return /Lu|Upper/.test(property) ? 'A' : /N/.test(property) ? '1' : 'a';
  }
  return ESCAPES[char] ?? char;
}

/** `[a-z_]`: its first character; of a negated one the first that is not in it. */
function readClass(reader: Reader): string {
  const negated = reader.source[reader.at] === '^';
  if (negated) reader.at += 1;
  const ranges: [string, string][] = [];
  while (reader.at < reader.source.length && reader.source[reader.at] !== ']') {
    const first = readMember(reader);
    if (reader.source[reader.at] === '-' && reader.source[reader.at + 1] !== ']') {
      reader.at += 1;
      ranges.push([first, readMember(reader)]);
    } else ranges.push([first, first]);
  }
  reader.at += 1;
  if (!negated) return ranges[0]?.[0] ?? '';
  return [...'a1A _-.é'].find((char) => !ranges.some(([from, to]) => char >= from && char <= to)) ?? '';
}

function readMember(reader: Reader): string {
  const char = reader.source[reader.at] as string;
  reader.at += 1;
  return char === '\\' ? readEscape(reader) : char;
}
