// The published test kit of CloudEvents SQL (https://github.com/cloudevents/spec/tree/main/cesql/cesql_tck, Apache-2.0), case
// by case. The log keeps attributes as texts, so a boolean or an integer of an event comes back as its text.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileSql } from '#posthorn/filters/sql/sql-filter.js';
import { projectRoot } from '../../harness/project-root.js';
import { problemOf } from '../problem-of.js';

type Scalar = string | number | boolean;
type Vector = {
  readonly name: string;
  readonly expression: string;
  readonly event?: Readonly<Record<string, Scalar>>;
  readonly eventOverrides?: Readonly<Record<string, Scalar>>;
  readonly result?: Scalar;
  readonly error?: string;
};

const EVENT = { specversion: '1.0', id: 'my-id', source: '/shop', type: 'order.created' };
/** Told before any event is looked at. */
const REFUSED = ['parse', 'missingFunction'];

const vectors = JSON.parse(
  readFileSync(join(projectRoot, 'test/unit/filters/cesql-vectors.json'), 'utf8'),
) as readonly Vector[];

it.each(vectors)('$name', async ({ expression, event, eventOverrides, result, error }) => {
  const compile = () => compileSql(expression, '/sql', () => undefined);
  if (error !== undefined && REFUSED.includes(error)) {
    const { code, errors } = await problemOf(compile);
    expect([code, errors[0]?.path]).toEqual(['INVALID_FILTER', '/sql']);
    return;
  }
  const attributes: Readonly<Record<string, Scalar>> = event ?? { ...EVENT, ...eventOverrides };
  const of = (name: string) => (Object.hasOwn(attributes, name) ? String(attributes[name]) : undefined);
  const { value, fault } = compile()(of);
  const isAttribute = Object.hasOwn(attributes, expression);
  expect([value, fault?.kind]).toEqual([isAttribute ? String(result) : result, error]);
});
