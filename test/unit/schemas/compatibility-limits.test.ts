// Where the proof of compatibility gives up rather than go on without end.
import { describe, expect, it } from 'vitest';
import { checkCompatibility } from '#posthorn/schemas/compatibility/check-compatibility.js';

const string = { type: 'string' };

describe('limits', () => {
  it('does not call a schema compatible because it refers to itself on the same value', () => {
    const circular = { anyOf: [string, { $ref: '#' }] };
    expect(checkCompatibility(circular, { type: 'number' })).not.toEqual([]);
  });

  it('gives up on too many cases, and on references without end, as not provable', () => {
    const branches = Array.from({ length: 30 }, (_, at) => ({
      oneOf: [{ required: [`k${at}`], properties: { [`k${at}`]: { const: at } } }, { maxProperties: at + 40 }],
    }));
    const properties = Object.fromEntries(branches.map((_, at) => [`k${at}`, { enum: [at + 1] }]));
    const many = checkCompatibility({ properties }, { type: 'object', allOf: branches });
    expect(many).toMatchObject([
      { path: '', rule: 'not-provable', message: expect.stringContaining('too many cases') },
    ]);
    const chain = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [
        `d${at}`,
        at === 1_999 ? string : { allOf: [{ $ref: `#/$defs/d${at + 1}` }] },
      ]),
    );
    const long = checkCompatibility({ $ref: '#/$defs/d0', $defs: chain }, { type: 'string', minLength: 1 });
    expect(long.map(({ rule }) => rule)).toEqual(['not-provable']);
  });
});
