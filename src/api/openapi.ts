import { z } from 'zod';
import { apiBase, routes } from '../contract/index.ts';
import { Problem, problems } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';

let made: object | undefined;

/** The contract as OpenAPI 3.1: made once from the same schemas that validate. */
export function openApiDocument(): object {
  made ??= makeDocument();
  return made;
}

type Json = Record<string, unknown>;

function makeDocument(): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, components);
  components['Problem'] = schemaOf(Problem, 'output', components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Concord',
      version: '1',
      description:
        'Keeps Microsoft Partner Center, the distributor and the PSA in agreement. Ids are opaque; money is decimal text; unknown fields must be ignored.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: apiBase }],
    security: [{ apiKey: [] }, { login: [] }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' }, login: { type: 'apiKey', in: 'cookie', name: 'concord' } },
    },
  };
}

function operation(route: Route, components: Json): Json {
  return {
    operationId: route.id,
    summary: route.summary,
    description: describe(route),
    tags: [route.tag],
    ...(route.may === 'anyone' && { security: [] }),
    parameters: [...parametersOf(route.params, 'path', components), ...parametersOf(route.query, 'query', components), ...keyHeader(route)],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemaOf(route.body, 'input', components) } },
      },
    }),
    ...(route.upload === true && { requestBody: uploadBody }),
    responses: responsesOf(route, components),
    'x-permission': route.may,
    'x-tenant-scope': route.tenantScope,
  };
}

/** One or more files of any name; each is told by its content. */
const uploadBody: Json = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: { type: 'object', properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } } },
    },
  },
};

const describe = (route: Route): string =>
  [
    route.may === 'anyone'
      ? 'No login needed.'
      : route.may === 'signedIn'
        ? 'For everybody who is signed in.'
        : `Needs the permission \`${route.may}\`.`,
    route.freshProof === true ? 'Needs a proof of who you are that is at most five minutes old.' : '',
  ]
    .filter(Boolean)
    .join(' ');

const keyHeader = (route: Route): Json[] =>
  route.method === 'POST' && route.may !== 'anyone'
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: route.idempotency === 'required',
          schema: { type: 'string', maxLength: 255 },
          description: 'The same key with the same content gives the stored answer',
        },
      ]
    : [];

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', components: Json): Json[] {
  if (schema === undefined) return [];
  const whole = schemaOf(schema, 'input', components) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(whole.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (whole.required ?? []).includes(name),
    ...(typeof property['description'] === 'string' && { description: property['description'] }),
    schema: property,
  }));
}

/** Its format is what `format` asks for. */
const anyFile = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

function responsesOf(route: Route, components: Json): Json {
  const type = route.stream === true ? 'text/event-stream' : 'application/json';
  const good =
    route.reply === undefined
      ? { description: 'Done' }
      : {
          description: 'The answer',
          content: route.file === true ? anyFile : { [type]: { schema: schemaOf(route.reply, 'output', components) } },
        };
  const answers: Json = { [String(route.status)]: good };
  const codes = [
    ...(route.may === 'anyone' ? [] : (['not_signed_in', 'forbidden'] as const)),
    ...(route.params ? (['not_found'] as const) : []),
    'invalid',
    'rate_limited',
    'internal',
    ...(route.problems ?? []),
  ] as const;
  for (const status of new Set(codes.map((code) => problems[code].status))) {
    const here = codes.filter((code) => problems[code].status === status);
    answers[String(status)] = {
      description: here.join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return answers;
}

/** JSON Schema of a zod schema; named ones become components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const {
    $schema: _dialect,
    $defs,
    ...own
  } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any', reused: 'inline' }) as Json & {
    $defs?: Record<string, Json>;
  };
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] = rewrite(definition);
  const id = typeof own['id'] === 'string' ? own['id'] : undefined;
  if (id === undefined) return rewrite(own) as Json;
  components[id] = rewrite(own);
  return { $ref: `#/components/schemas/${id}` };
}

/** References between named schemas point to the document's components. */
function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'id' || typeof (value as Json)['id'] !== 'string' || !('type' in value))
      .map(([key, item]) => [
        key,
        key === '$ref' && typeof item === 'string' ? item.replace('#/$defs/', '#/components/schemas/') : rewrite(item),
      ]),
  );
}
