// Every body in the contract gets a whole example, put together from the examples of its fields where it has none.
import { PROBLEM_CONTENT_TYPE } from './shapes/problem.js';

type Schema = {
  readonly type?: unknown;
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};
type Media = { schema?: Schema; example?: unknown; examples?: unknown };
type Body = { readonly content?: Readonly<Record<string, Media>> };
type Operation = { readonly requestBody?: Body; readonly responses?: Readonly<Record<string, Body>> };
export type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Undefined where a required part has no example. */
function exampleOf(schema: Schema): unknown {
  const given = schema.examples?.[0] ?? schema.example ?? schema.const ?? schema.enum?.[0];
  if (given !== undefined) return given;
  if (schema.properties !== undefined) return objectExample(schema.properties, schema.required ?? []);
  if (schema.items !== undefined) {
    const item = exampleOf(schema.items);
    return item === undefined ? undefined : [item];
  }
  for (const choice of schema.anyOf ?? []) {
    const example = exampleOf(choice);
    if (example !== undefined) return example;
  }
  return schema.type === 'null' ? null : schema.default;
}

function objectExample(properties: Readonly<Record<string, Schema>>, required: readonly string[]): unknown {
  const fields: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(properties)) {
    const example = exampleOf(schema);
    if (example !== undefined) fields.push([name, example]);
    else if (required.includes(name)) return undefined;
  }
  return Object.fromEntries(fields);
}

function giveExamples(content: Readonly<Record<string, Media>>): void {
  for (const [contentType, media] of Object.entries(content)) {
    if (contentType === PROBLEM_CONTENT_TYPE || media.example !== undefined || media.examples !== undefined) continue;
    const example = media.schema === undefined ? undefined : exampleOf(media.schema);
    if (example !== undefined) media.example = example;
  }
}

/** Changes the document in place. */
export function addExamples(paths: Paths): void {
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods)) as Operation[]) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses ?? {})];
    for (const body of bodies) if (body?.content !== undefined) giveExamples(body.content);
  }
}
