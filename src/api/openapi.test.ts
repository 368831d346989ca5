import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { routes } from '../contract/index.ts';
import { problemCodes, problems } from '../contract/problem.ts';
import { openApiDocument } from './openapi.ts';

const Operation = z.object({
  operationId: z.string(),
  summary: z.string().min(5).max(120),
  description: z.string().min(1),
  tags: z.array(z.string()).length(1),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.record(z.string(), z.unknown()) })),
  requestBody: z.object({ required: z.boolean(), content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().min(1), content: z.record(z.string(), z.unknown()).optional() })),
  security: z.array(z.unknown()).optional(),
  'x-permission': z.string(),
  'x-tenant-scope': z.string(),
});
const document = z
  .object({
    openapi: z.string(),
    paths: z.record(z.string(), z.record(z.string(), Operation)),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .parse(openApiDocument());
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

describe('the published description', () => {
  test('is a valid OpenAPI 3.1 document', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(openApiDocument())) as Record<string, unknown>);

    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  test('has every route of the contract once, under an id that no other has', () => {
    const ids = operations.map(({ operationId }) => operationId);

    expect(ids.toSorted()).toEqual(routes.map(({ id }) => id).toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+[A-Za-z]*$/.test(id))).toEqual([]);
  });

  test('every reference leads to a schema that is there', () => {
    const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');

    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('#/$defs/');
  });

  test('the same each time it is made, so that two releases can be compared', () => {
    expect(JSON.stringify(openApiDocument())).toBe(JSON.stringify(openApiDocument()));
  });
});

describe('every operation', () => {
  test('names the problems it can answer, each as problem details', () => {
    for (const { operationId, responses, security } of operations) {
      const bad = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      const needed = security === undefined ? ['401', '403', '422', '429', '500'] : ['422', '429', '500'];

      expect([operationId, needed.filter((status) => !(status in responses))]).toEqual([operationId, []]);
      for (const [, answer] of bad) expect(Object.keys(answer.content ?? {})).toEqual(['application/problem+json']);
    }
  });

  test('has one good answer, with a body unless there is none to give', () => {
    for (const { operationId, responses } of operations) {
      const good = Object.entries(responses).filter(([status]) => Number(status) < 300);
      expect([operationId, good.length]).toEqual([operationId, 1]);
      expect([operationId, good[0]?.[0] === '204', good[0]?.[1].content === undefined]).toEqual([
        operationId,
        good[0]?.[1].content === undefined,
        good[0]?.[0] === '204',
      ]);
    }
  });

  test('declares each part of its path', () => {
    for (const { operationId, path, parameters } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((parameter) => parameter.in === 'path');

      expect([operationId, declared.map(({ name }) => name)]).toEqual([operationId, inPath]);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  test('takes an Idempotency-Key when it changes something by POST', () => {
    for (const { operationId, method, security, parameters } of operations)
      expect([operationId, parameters.some(({ name }) => name === 'Idempotency-Key')]).toEqual([
        operationId,
        method === 'post' && security === undefined,
      ]);
  });

  test('says in words what it needs', () => {
    for (const { 'x-permission': permission, description } of operations)
      expect(description).toContain(
        permission === 'anyone' ? 'No login needed' : permission === 'signedIn' ? 'everybody who is signed in' : `\`${permission}\``,
      );
  });

  test('only lists that can be long are paged, and all of those alike', () => {
    for (const { operationId, parameters } of operations.filter((each) => each.parameters.some(({ name }) => name === 'cursor')))
      expect([operationId, ['limit', 'cursor', 'sort', 'count'].filter((name) => !parameters.some((each) => each.name === name))]).toEqual([
        operationId,
        [],
      ]);
  });
});

describe('problem codes', () => {
  test('are snake_case, with a status of an error and a title in words', () => {
    expect(problemCodes.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
    for (const { status, title } of Object.values(problems)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
    }
  });
});
