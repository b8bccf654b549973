// AssemblyScript. Any one JSON value, as deep as is allowed.
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  number,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  space,
  text,
  wordFalse,
  wordNull,
  wordTrue,
} from './bytes';
import { depthMax } from './host';

/** `start`: no space before the value. `depth`: how many containers are open around it. */
export function anything(start: usize, depth: u32): usize {
  switch (load<u8>(start)) {
    case QUOTE:
      return text(start + 1);
    case OPEN_OBJECT:
      return depth < depthMax ? anyObject(start, depth + 1) : 0;
    case OPEN_ARRAY:
      return depth < depthMax ? anyArray(start, depth + 1) : 0;
    case LOWER_T:
      return wordTrue(start);
    case LOWER_F:
      return wordFalse(start);
    case LOWER_N:
      return wordNull(start);
    default:
      return number(start);
  }
}

function anyObject(start: usize, depth: u32): usize {
  let i = space(start + 1);
  if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
  while (true) {
    if (load<u8>(i) !== QUOTE) return 0;
    i = text(i + 1);
    if (i === 0) return 0;
    i = space(i);
    if (load<u8>(i) !== COLON) return 0;
    i = anything(space(i + 1), depth);
    if (i === 0) return 0;
    i = space(i);
    const byte = load<u8>(i);
    if (byte === CLOSE_OBJECT) return i + 1;
    if (byte !== COMMA) return 0;
    i = space(i + 1);
  }
}

function anyArray(start: usize, depth: u32): usize {
  let i = space(start + 1);
  if (load<u8>(i) === CLOSE_ARRAY) return i + 1;
  while (true) {
    i = anything(i, depth);
    if (i === 0) return 0;
    i = space(i);
    const byte = load<u8>(i);
    if (byte === CLOSE_ARRAY) return i + 1;
    if (byte !== COMMA) return 0;
    i = space(i + 1);
  }
}
