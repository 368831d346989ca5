import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Cloud } from '../world/types.ts';

type SigningKey = { readonly kid: string; readonly publicJwk: JWK; readonly privateKey: CryptoKey };

const made = new Map<Cloud, Promise<SigningKey>>();

/** One RS256 key for each cloud and process: tokens stay valid over a restart because remotes know them by their hash, not by their signature. */
function signingKey(cloud: Cloud): Promise<SigningKey> {
  const key = made.get(cloud) ?? makeKey();
  made.set(cloud, key);
  return key;
}

async function makeKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { kid: (await calculateJwkThumbprint(publicJwk)).slice(0, 27), publicJwk, privateKey };
}

export async function signJwt(cloud: Cloud, claims: JWTPayload): Promise<string> {
  const { kid, privateKey } = await signingKey(cloud);
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, x5t: kid }).sign(privateKey);
}

export async function keySet(cloud: Cloud): Promise<{ readonly keys: readonly JWK[] }> {
  const { kid, publicJwk } = await signingKey(cloud);
  return { keys: [{ ...publicJwk, kty: 'RSA', use: 'sig', kid, x5t: kid, alg: 'RS256' }] };
}
