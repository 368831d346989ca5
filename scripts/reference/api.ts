import { apiBase, routes } from '../../src/contract/index.ts';
import type { Route } from '../../src/contract/route.ts';
import { anchorOf, code, made, page, table } from './markdown.ts';
import { fieldRows, namedIn, nameOf, replyOf } from './schemas.ts';

const rightsOf = ({ may }: Route): string => {
  if (may === 'anyone') return 'no login needed';
  return may === 'signedIn' ? 'everybody who is signed in' : `permission ${code(may)}`;
};

const headingOf = (route: Route): string => `${route.method} ${route.path}`;

function routeEntry(route: Route): string {
  const facts = [
    `Who: ${rightsOf(route)}${route.freshProof === true ? ', with a fresh proof (five minutes)' : ''}.`,
    `Answer: ${String(route.status)}, ${route.stream === true ? 'server-sent events of ' : ''}${replyOf(route.reply)}.`,
    route.idempotency === undefined ? '' : `${code('Idempotency-Key')}: ${route.idempotency}.`,
    route.problems === undefined ? '' : `Own problems: ${route.problems.map((each) => `[${code(each)}](errors.md#${each})`).join(', ')}.`,
  ];
  return page(
    `### ${headingOf(route)}`,
    `${route.summary}.`,
    facts
      .filter((fact) => fact !== '')
      .map((fact) => `- ${fact}`)
      .join('\n'),
    fields('Query', route.query),
    fields('Body', route.body),
  );
}

function fields(title: string, schema: Route['query']): string {
  const rows = schema === undefined ? [] : fieldRows(schema, 'input');
  return rows.length === 0
    ? ''
    : page(
        `${title}${schema !== undefined && nameOf(schema) !== undefined ? ` (${nameOf(schema) ?? ''})` : ''}:`,
        table(['Field', 'Type', 'Required', 'Meaning'], rows),
      );
}

const methods: readonly string[] = ['GET', 'POST', 'PATCH', 'DELETE'];
const placeOf = (route: Route): string => `${route.tag} ${route.path} ${String(methods.indexOf(route.method))}`;
/** By tag, path and method: the order of a module's exports is not the same in every loader. */
const sorted = routes.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));

/** docs/reference/api.md, from src/contract. */
export function apiPage(): string {
  const byTag = Map.groupBy(sorted, (route) => route.tag);
  const schemas = namedIn(sorted.flatMap((route) => (route.reply === undefined ? [] : [route.reply])));
  return page(
    made('API', 'src/contract'),
    `All paths are below ${code(apiBase)}. ${code(`GET ${apiBase}/openapi.json`)} answers the same as OpenAPI 3.1, without a login.`,
    `- Sign in with ${code('Authorization: Bearer <API key>')}, or with the login cookie and ${code('X-Csrf-Token')} (from ${code('GET /me')}).
- Ids are opaque text with a prefix (${code('dif_...')}). Money is ${code('{ amount, currency }')} with the amount as exact decimal text. Instants are RFC 3339 in UTC.
- Lists have ${code('data')} and ${code('page')}; the next page is asked for with ${code('cursor')}. New fields may appear at any time.
- Refusals and faults are [problems](errors.md). Every call can answer \`not_signed_in\`, \`forbidden\`, \`invalid\`, \`rate_limited\` and \`internal\`, a call with an id in its path also \`not_found\`.
- A ${code('POST')} takes an ${code('Idempotency-Key')}: the same key with the same body gives the stored answer and does nothing again.`,
    ...[...byTag].flatMap(([tag, tagged]) => [
      page(`## ${tag}`, tagged.map((route) => `- [${code(headingOf(route))}](#${anchorOf(headingOf(route))}) ${route.summary}`).join('\n')),
      ...tagged.map(routeEntry),
    ]),
    '## Schemas',
    ...[...schemas].map(([name, rows]) => page(`### ${name}`, table(['Field', 'Type', 'Always', 'Meaning'], rows))),
  );
}
