import { empty, type Remote, type RemoteAnswer } from '../remote.ts';
import { derOf } from './authority.ts';
import { authorityOf } from './keys.ts';
import { certificateHost, certificatePath, rootPath } from './sign.ts';

const certificate = (pem: string): RemoteAnswer => ({
  status: 200,
  headers: { 'Content-Type': 'application/x-x509-ca-cert', 'x-ms-blob-type': 'BlockBlob', 'Cache-Control': 'max-age=86400' },
  body: derOf(pem),
});

/** The blob host that keeps the certificate by which notifications are signed, and (not at Microsoft) the sandbox's root. */
export const certificates: Remote = {
  name: 'webhook-certificates',
  hosts: [certificateHost],
  handle: async (request, world) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return empty(405);
    if (request.path === certificatePath) return certificate((await authorityOf(world)).signer.certificate);
    if (request.path === rootPath) return certificate((await authorityOf(world)).root.certificate);
    return empty(404);
  },
};
