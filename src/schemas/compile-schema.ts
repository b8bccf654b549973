// From a JSON Schema to a function: compiled once when it is registered or first used, then run on every event produced.
import { Ajv2020, type ErrorObject, MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import type { TextTest } from '../json/program.js';
import { compileProver, type ProveBatch } from '../json/prover.js';
import { SCHEMA_COMPILATIONS_PER_INSTANCE, SCHEMA_MAX_STEPS } from '../model/limits.js';
import { compileProof } from './prove/compile.js';
import type { TextChecks } from './prove/scalars.js';
import { PatternError, safePattern } from './safe-pattern.js';
import { checkSchemaForm, findMember, invalidSchema, type JsonSchema } from './schema-check.js';
import { problemsOf, type SchemaProblem } from './schema-problem.js';
import { limitSteps, type StepLimit, TooManySteps } from './step-limit.js';

export type SchemaValidator = {
  readonly version: number;
  /**
   * Proves values to be JSON and valid without parsing them; of what is not proven `validate` judges. Absent where the
   * schema has keywords that only ajv knows.
   */
  readonly prove: ProveBatch | undefined;
  /** What is wrong with `value`, worst place first; the same empty list whenever nothing is. */
  validate(value: unknown): readonly SchemaProblem[];
};

export type CompileSchema = (schema: unknown, version: number) => SchemaValidator;

const VALID: readonly SchemaProblem[] = [];
const INCOMPARABLE: readonly SchemaProblem[] = [
  {
    path: '',
    message: 'has a member "valueOf" or "toString" where the schema compares values (enum, const, uniqueItems)',
  },
];

/** One compiler, and so one costly ajv instance, for all topics; schemas never see each other. */
export function makeSchemaCompiler(): CompileSchema {
  let compiler: Compiler | undefined;
  let compiled = 0;

  // @throws INVALID_SCHEMA
  return (schema, version) => {
    const checked = checkSchemaForm(schema);
    if (compiler === undefined || compiled >= SCHEMA_COMPILATIONS_PER_INSTANCE) {
      compiler = newCompiler();
      compiled = 0;
    }
    compiled += 1;
    const judged = validator(compileApart(compiler, checked), compiler.steps, version);
    const wanted = compileProof(checked, textChecksOf(compiler.ajv));
    return { ...judged, prove: wanted === undefined ? undefined : compileProver(wanted) };
  };
}

function validator(run: ValidateFunction, steps: StepLimit, version: number): Omit<SchemaValidator, 'prove'> {
  return {
    version,
    validate(value) {
      try {
        steps.restart();
        return run(value) ? VALID : problemsOf(run.errors);
      } catch (error) {
        // Ajv compares values by calling their `valueOf` and `toString`, and a value may have members of these names.
        if (error instanceof TypeError) return INCOMPARABLE;
        throw error instanceof RangeError || error instanceof TooManySteps ? endless() : error;
      }
    },
  };
}

/** The very checks that ajv runs for `pattern` and `format`. */
function textChecksOf(ajv: Ajv2020): TextChecks {
  return {
    pattern: (source) => {
      const pattern = safePattern(source);
      return (text) => pattern.test(text);
    },
    format: (name) => {
      const format = ajv.formats[name];
      if (format instanceof RegExp) return (text) => format.test(text);
      if (typeof format !== 'object' || format.type === 'number' || format.async === true) return undefined;
      const { validate } = format;
      if (validate instanceof RegExp) return (text) => validate.test(text);
      return typeof validate === 'function' ? (text) => (validate as TextTest)(text) : undefined;
    },
  };
}

type Compiler = { readonly ajv: Ajv2020; readonly steps: StepLimit };

function newCompiler(): Compiler {
  const ajv = new Ajv2020({
    strict: true,
    // These three refuse schemas that JSON Schema itself allows.
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    // The check that this leaves out runs user patterns through V8's backtracking engine.
    allowMatchingProperties: true,
    // Without it every object has a member `constructor`.
    ownProperties: true,
    logger: false,
    code: { regExp: safePattern },
  });
  addFormats.default(ajv);
  // Ajv resolves anchors but does not count them among the known keywords.
  ajv.addKeyword('$anchor');
  return { ajv, steps: limitSteps(ajv) };
}

/** Compiles and then forgets the schema and its ids, so that equal `$id`s of two topics or versions can't clash. */
function compileApart({ ajv, steps }: Compiler, schema: JsonSchema): ValidateFunction {
  const marked = steps.marked(schema);
  const known = new Set(Object.keys(ajv.refs));
  try {
    if (ajv.validateSchema(schema) !== true) throw brokenSchema(ajv.errors ?? []);
    const validate = ajv.compile(marked);
    probe(validate, steps);
    return validate;
  } catch (error) {
    throw schemaError(error, schema);
  } finally {
    if (typeof marked === 'object') ajv.removeSchema(marked);
    for (const id of Object.keys(ajv.refs)) if (!known.has(id)) delete ajv.refs[id];
  }
}

/** A value of each type: a schema that calls itself on the same value runs out of stack on one of them. */
const PROBES: readonly unknown[] = [{}, [], '', 0, true, null];

function probe(validate: ValidateFunction, steps: StepLimit): void {
  try {
    for (const value of PROBES) {
      steps.restart();
      validate(value);
    }
  } catch (error) {
    if (error instanceof TooManySteps) {
      throw at([], {
        message: `more than ${SCHEMA_MAX_STEPS} "$ref"s would have to be followed for the smallest of values`,
        mend: 'Let a part refer to another one once, not in several branches of an "anyOf", "allOf" or "oneOf".',
      });
    }
    if (!(error instanceof RangeError)) throw error;
    throw at([], {
      message: 'the schema refers to itself without end: no value could ever be checked against it',
      mend: 'A "$ref" may lead back to its own schema only through properties or items.',
    });
  }
}

/** Ends the whole request: the stack of every further event would be run through too. */
function endless(): PosthornError {
  return new PosthornError(
    'INVALID_RECORD',
    'The schema of the topic calls itself too deeply or too often on an event of this request. Nest events less ' +
      'deeply, or register a schema whose "$ref"s lead back only through properties or items, and once.',
  );
}

function brokenSchema(found: readonly ErrorObject[]): PosthornError {
  const errors = problemsOf(found).map(({ path, message }) => ({ path: `/schema${path}`, message }));
  const first = errors[0] ?? { path: '/schema', message: 'is not a schema' };
  return invalidSchema(`${first.path} ${first.message}. Correct it and send the PUT again.`, errors);
}

function schemaError(error: unknown, schema: JsonSchema): unknown {
  if (error instanceof MissingRefError) {
    return at(findMember(schema, '$ref', error.missingRef), {
      message: `refers to '${error.missingRef}', which this schema does not hold; nothing is fetched`,
      mend: 'Put what it refers to under "$defs" and refer to it as "#/$defs/...".',
    });
  }
  if (error instanceof PatternError) {
    const inPattern = findMember(schema, 'pattern', error.pattern);
    return at(inPattern.length > 0 ? inPattern : findMember(schema, error.pattern), {
      message: `the regular expression '${error.pattern}' can't be used: ${error.message}`,
      mend: 'Patterns are matched in linear time (RE2): no look-around, no back-references, repeats up to 1000.',
    });
  }
  // Ajv throws plain errors for everything that strict mode or reference resolution refuses.
  if (error instanceof Error && error.name === 'Error') {
    const keyword = /^strict mode: unknown keyword: "(.*)"$/.exec(error.message)?.[1];
    const pointer = / at path "#([^"]*)"/.exec(error.message)?.[1] ?? '';
    return at(keyword === undefined ? [`/schema${pointer}`] : findMember(schema, keyword), {
      message: error.message,
      mend: 'Correct it and send the PUT again.',
    });
  }
  if (error instanceof RangeError) {
    return at([], { message: 'the schema is nested too deeply to be compiled', mend: 'Move inner parts to "$defs".' });
  }
  return error;
}

function at(paths: readonly string[], fault: { readonly message: string; readonly mend: string }): PosthornError {
  const errors: ErrorPlace[] = (paths.length > 0 ? paths : ['/schema']).map((path) => ({
    path,
    message: fault.message,
  }));
  return invalidSchema(`${errors[0]?.path}: ${fault.message}. ${fault.mend}`, errors);
}
