// Validators and serialisers of routes, compiled when a request first needs them: compiled at the start, they took a
// third of the time to ready, for calls that most processes never serve.
import ajvCompiler from '@fastify/ajv-compiler';
import serializerCompiler from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

/** What both of the framework's compilers are: shared schemas and options, then a route's schema, give a function. */
type Compiled = ((value: unknown) => unknown) & { errors?: unknown };
type BuildCompiler = (shared: unknown, options: unknown) => (route: unknown) => Compiled;

function lazily(build: BuildCompiler): BuildCompiler {
  return (shared, options) => {
    const compile = build(shared, options);
    return (route) => {
      let compiled: Compiled | undefined;
      const run: Compiled = (value) => {
        compiled ??= compile(route);
        const result = compiled(value);
        run.errors = compiled.errors;
        return result;
      };
      return run;
    };
  };
}

/**
 * An answer that does not fit its schema is still what is stored: an error would make it, and every list that it stands
 * in, unreadable.
 */
const anyAnswer =
  (build: BuildCompiler): BuildCompiler =>
  (shared, options) => {
    const compile = build(shared, options);
    return (route) => {
      const serialize = compile(route);
      return (value) => {
        try {
          return serialize(value);
        } catch {
          return JSON.stringify(value);
        }
      };
    };
  };

export const lazyCompilers = {
  buildValidator: lazily(ajvCompiler() as BuildCompiler),
  buildSerializer: lazily(anyAnswer(serializerCompiler() as BuildCompiler)),
} as Factories;
