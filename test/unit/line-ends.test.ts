// Where the lines of a body end, found in the memory that its values are proven in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProver, findLineEnds, proveJson } from '#posthorn/json/prover.js';
import { compileProof } from '#posthorn/schemas/prove/compile.js';

describe('the ends of lines', () => {
  const MOST = 50;

  /** What the words say, as slowly as can be. */
  function endsOf(body: string): number[] | 'untidy' | 'too many' {
    const ends: number[] = [];
    let at = 0;
    const lines = (body.endsWith('\n') ? body.slice(0, -1) : body).split('\n');
    for (const line of body === '' ? [] : lines) {
      if (line.endsWith('\r') || /^[ \t\r]*$/.test(line)) return 'untidy';
      if (ends.length === MOST) return 'too many';
      at += Buffer.byteLength(line);
      ends.push(at);
      at += 1;
    }
    return ends;
  }

  it('are those of any body', () => {
    const piece = fc.constantFrom(
      '{}',
      '1',
      ' ',
      '\t',
      '\r',
      '\n',
      '\n',
      '"é"',
      'x'.repeat(15),
      'y'.repeat(16),
      '\n"z"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(3), (pieces, repeat) => {
        const body = pieces.join('').repeat(repeat + 1);
        const found = findLineEnds(Buffer.from(body), MOST);
        expect(typeof found === 'string' ? found : [...found]).toEqual(endsOf(body));
      }),
      { seed: 11, numRuns: 3_000 },
    );
  });

  it('go into the proof with the body, whatever was looked at between', () => {
    const first = Buffer.from('{"a":1}\n[2]\n');
    const ends = findLineEnds(first, MOST) as Uint32Array;
    const other = Buffer.from('"x\n');
    findLineEnds(other, MOST);
    expect(proveJson(first, ends)(0, 2)).toBe(2);
    const again = findLineEnds(first, MOST) as Uint32Array;
    // A program that has no room before the payload moves it.
    const choices = Array.from({ length: 9_000 }, (_, index) => `choice ${index}`);
    const prove = compileProver(
      compileProof({ items: { enum: choices } }, { pattern: () => undefined, format: () => undefined }) ?? 'anything',
    );
    expect(prove(first, again)(0, 2)).toBe(1);
    const chosen = Buffer.from('["choice 0","choice 8999"]\n["choice 9000"]\n');
    expect(prove(chosen, findLineEnds(chosen, MOST) as Uint32Array)(0, 2)).toBe(1);
    expect(proveJson(first, again)(0, 2)).toBe(2);
  });

  it('are looked at anew where another body came between', () => {
    const body = Buffer.from('{"a":1}\n{"b":2}\n');
    const ends = findLineEnds(body, MOST) as Uint32Array;
    expect(findLineEnds(Buffer.from('"not json\n\n\n"\n'), MOST)).toBe('untidy');
    expect(proveJson(body, ends)(0, 2)).toBe(2);
    expect(findLineEnds(body, MOST)).toEqual(ends);
    expect(findLineEnds(Buffer.from('[1\n'.repeat(MOST + 1)), MOST)).toBe('too many');
    expect(proveJson(body, ends)(0, 2)).toBe(2);
  });
});
