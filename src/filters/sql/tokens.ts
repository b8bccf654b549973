// The text of an expression ▸ its tokens (CloudEvents SQL, 2.2 to 2.4).
import { invalidFilter, shown } from '../invalid-filter.js';

export type Token = {
  /** `word`: a keyword, an attribute or a function, as it is written. */
  readonly kind: 'word' | 'integer' | 'string' | 'symbol' | 'end';
  /** Of a string: what it says. */
  readonly text: string;
  /** In characters, from 1. */
  readonly position: number;
};

const SPACE = /\s/;
const DIGITS = /^\d+$/;
const WORD = /[A-Za-z0-9_]/;
const SYMBOLS = ['!=', '<>', '>=', '<=', '=', '<', '>', '+', '-', '*', '/', '%', '(', ')', ','];

/** @throws INVALID_FILTER */
export function tokensOf(text: string, path: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const first = text[at] as string;
    if (SPACE.test(first)) {
      at += 1;
      continue;
    }
    const position = at + 1;
    if (first === "'" || first === '"') {
      const end = endOfString(text, at);
      if (end < 0) throw syntaxFault(path, position, 'the string has no end');
      tokens.push({ kind: 'string', text: unescaped(text.slice(at + 1, end), first), position });
      at = end + 1;
    } else if (WORD.test(first)) {
      let end = at + 1;
      while (end < text.length && WORD.test(text[end] as string)) end += 1;
      const word = text.slice(at, end);
      tokens.push({ kind: DIGITS.test(word) ? 'integer' : 'word', text: word, position });
      at = end;
    } else {
      const symbol = SYMBOLS.find((each) => text.startsWith(each, at));
      if (symbol === undefined) throw syntaxFault(path, position, `${shown(first)} has no meaning here`);
      tokens.push({ kind: 'symbol', text: symbol, position });
      at += symbol.length;
    }
  }
  tokens.push({ kind: 'end', text: '', position: text.length + 1 });
  return tokens;
}

/** Position of the closing quote, or -1. A backslash keeps the next character from being one. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at;
  }
  return -1;
}

/** Only the string's own quote is escaped: any other backslash stands for itself, so that LIKE still sees it. */
function unescaped(text: string, quote: string): string {
  return text.replaceAll(`\\${quote}`, quote);
}

export function syntaxFault(path: string, position: number, message: string): Error {
  return invalidFilter(path, `no CloudEvents SQL at character ${position}: ${message}`);
}
