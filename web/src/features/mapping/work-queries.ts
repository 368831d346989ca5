import type { z } from 'zod';
import type { decideMappings, MappingEffect, MappingVersion } from '#contract/mapping-work.ts';
import type { BodyOf, ReplyOf } from '../../lib/api.ts';
import type { BookKind } from './queries.ts';

export type Batch = ReplyOf<typeof decideMappings>;
export type Selection = BodyOf<typeof decideMappings>['selection'];
export type Effect = z.infer<typeof MappingEffect>;
export type Version = z.infer<typeof MappingVersion>;

/** The word of the API for what a workbench is about. */
export const kindOf: Readonly<Record<BookKind, 'account' | 'product'>> = { accounts: 'account', products: 'product' };

export const allStrong: Selection = { filter: { state: ['suggested'], strong: true } };
