import { z } from 'zod';
import type { Context } from '../../context.ts';

/** What only the begin of a sign-in knows and its end must show: kept sealed until then. */
const Proof = z.object({ nonce: z.string(), verifier: z.string() });
type Proof = z.infer<typeof Proof>;

const placeOf = (attemptId: string) => ({ table: 'consent_attempt', row: attemptId, column: 'proof' });

export const sealProof = (context: Pick<Context, 'secrets'>, attemptId: string, proof: Proof): string =>
  context.secrets.seal(JSON.stringify(proof), placeOf(attemptId));

export const openProof = (context: Pick<Context, 'secrets'>, attemptId: string, envelope: string): Proof =>
  Proof.parse(JSON.parse(context.secrets.open(envelope, placeOf(attemptId))));
