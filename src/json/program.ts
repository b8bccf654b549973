// What a value must be like, as a graph of plain data, and its encoding for the proof over bytes (src/json/wasm/prove.ts,
// where the layout is drawn). Schemas are compiled to it; nodes may refer back to themselves.

/** Types of JSON, a bit each. INTEGER: as they are written, without point and exponent. */
export const TYPE_BITS = { string: 1, number: 2, integer: 4, object: 8, array: 16, boolean: 32, null: 64 } as const;

/** Whether a string's text has a form. */
export type TextTest = (text: string) => boolean;

export type ProofText = {
  /** Code points. */
  readonly least: number;
  readonly most: number;
  readonly tests: readonly TextTest[];
  /** Where there are any, the string must be one of them and nothing else is asked of it. None may need an escape. */
  readonly choices: readonly string[];
};

export type ProofNumbers = {
  readonly minimum: number;
  readonly maximum: number;
  readonly exclusiveMinimum: number;
  readonly exclusiveMaximum: number;
};

export type ProofMember = {
  /** Must not need an escape. */
  readonly name: string;
  readonly node: ProofNode;
  readonly required: boolean;
};

export type ProofObject = {
  /** At most MEMBERS_MAX. */
  readonly members: readonly ProofMember[];
  /** Whether there may be members beside those: with any value. */
  readonly others: boolean;
};

export type ProofArray = { readonly item: ProofNode; readonly least: number; readonly most: number };

/** Members of an object are ticked off in one integer. */
export const MEMBERS_MAX = 64;
/** The largest count that a program holds; it also stands for "no bound". */
export const COUNT_MAX = 0xffff_ffff;

/** What is not said of a type that is allowed: anything goes. */
export type ProofShape = {
  types: number;
  text?: ProofText | undefined;
  numbers?: ProofNumbers | undefined;
  object?: ProofObject | undefined;
  array?: ProofArray | undefined;
};

export const ANYTHING = 'anything';
export type ProofNode = ProofShape | typeof ANYTHING;

export type Program = {
  readonly words: Uint32Array;
  /** Address of the first node; 0: anything. */
  readonly root: number;
  readonly tests: readonly TextTest[];
};

const WORD_BYTES = 4;

/** `base`: the address that the words will stand at. */
export function encodeProgram(root: ProofNode, base: number): Program {
  const words: number[] = [];
  const tests: TextTest[] = [];
  const addresses = new Map<ProofShape, number>();

  const push = (values: readonly number[]): number => {
    const address = base + words.length * WORD_BYTES;
    for (const value of values) words.push(value);
    return address;
  };
  const put = (address: number, word: number, value: number) => {
    words[(address - base) / WORD_BYTES + word] = value;
  };

  const placeNode = (node: ProofNode): number => {
    if (node === ANYTHING) return 0;
    const known = addresses.get(node);
    if (known !== undefined) return known;
    const address = push([node.types, 0, 0, 0, 0]);
    addresses.set(node, address);
    if (node.text !== undefined) put(address, 1, placeText(node.text));
    if (node.numbers !== undefined) put(address, 2, placeNumbers(node.numbers));
    if (node.object !== undefined) put(address, 3, placeObject(node.object));
    if (node.array !== undefined) put(address, 4, placeArray(node.array));
    return address;
  };

  const placeText = (text: ProofText): number => {
    const address = push([text.least, text.most, text.tests.length, text.choices.length]);
    for (const test of text.tests) push([tests.push(test) - 1]);
    for (const choice of text.choices) push(quoted(choice));
    return address;
  };

  const placeNumbers = (numbers: ProofNumbers): number =>
    push([
      ...double(numbers.minimum),
      ...double(numbers.maximum),
      ...double(numbers.exclusiveMinimum),
      ...double(numbers.exclusiveMaximum),
    ]);

  const placeObject = ({ members, others }: ProofObject): number => {
    let required = 0n;
    for (const [index, member] of members.entries()) if (member.required) required |= 1n << BigInt(index);
    const address = push([0, others ? 1 : 0, ...long(required), 0]);
    let before = address;
    for (const [index, member] of members.entries()) {
      const own = push([0, 0, ...long(1n << BigInt(index)), 0]);
      push(quoted(member.name));
      put(own, 1, placeNode(member.node));
      if (index === 0) put(address, 4, own);
      else put(before, 4, own);
      put(before, 0, own);
      before = own;
    }
    return address;
  };

  const placeArray = ({ item, least, most }: ProofArray): number => {
    const address = push([0, least, most]);
    put(address, 0, placeNode(item));
    return address;
  };

  const address = placeNode(root);
  return { words: Uint32Array.from(words), root: address, tests };
}

/** The length in bytes of the text with its quotes, then the bytes, filled up with zeros to whole words. */
function quoted(text: string): number[] {
  const bytes = Buffer.from(`"${text}"`);
  const filled = Buffer.alloc(Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES);
  bytes.copy(filled);
  const words = [bytes.length];
  for (let at = 0; at < filled.length; at += WORD_BYTES) words.push(filled.readUInt32LE(at));
  return words;
}

function double(value: number): number[] {
  return [...new Uint32Array(Float64Array.of(value).buffer)];
}

function long(value: bigint): number[] {
  return [Number(value & 0xffff_ffffn), Number(value >> 32n)];
}
