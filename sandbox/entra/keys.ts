import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

type SigningKey = { readonly kid: string; readonly publicJwk: JWK; readonly privateKey: CryptoKey };

let made: Promise<SigningKey> | undefined;

/** One RS256 key for each process: tokens stay valid over a restart because remotes know them by their hash, not by their signature. */
const signingKey = (): Promise<SigningKey> => {
  made ??= makeKey();
  return made;
};

async function makeKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { kid: (await calculateJwkThumbprint(publicJwk)).slice(0, 27), publicJwk, privateKey };
}

export async function signJwt(claims: JWTPayload): Promise<string> {
  const { kid, privateKey } = await signingKey();
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, x5t: kid }).sign(privateKey);
}

export async function keySet(): Promise<{ readonly keys: readonly JWK[] }> {
  const { kid, publicJwk } = await signingKey();
  return { keys: [{ ...publicJwk, kty: 'RSA', use: 'sig', kid, x5t: kid, alg: 'RS256' }] };
}
