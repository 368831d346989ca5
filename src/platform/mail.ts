import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPrivateAddress } from './http/address.ts';

/** The partner's own mail server. */
export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** `tls` from the start, `startTls` an upgrade that must succeed, `none` clear text. */
  readonly security: 'tls' | 'startTls' | 'none';
  readonly userName: string | undefined;
  readonly password: string | undefined;
  /** `Concord <concord@example.com>` or a bare address. */
  readonly sender: string;
};

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** The same for each try of the same mail, so that a mailbox can drop a second one. */
  readonly id: string;
  /** Where its reader ends such mails: a page, which takes a POST by itself too (RFC 8058). */
  readonly unsubscribe?: string;
};

/** `forGood`: another try would say the same (a mailbox that does not exist). */
export type Mailed =
  | { readonly is: 'sent'; readonly detail: string }
  | { readonly is: 'failed'; readonly detail: string; readonly forGood: boolean };

export type SendMail = (server: MailServer, mail: Mail) => Promise<Mailed>;

export type MailOptions = {
  /** Whether a host may be at a private address: only those that the settings name (SEC-44). */
  readonly mayBeLocal: (host: string) => boolean;
  /** In the trial every mail goes here, whatever server is set (ux reference 15.1): nobody outside gets one. */
  readonly insteadOfAll?: { readonly host: string; readonly port: number } | undefined;
};

// RFC 5321 4.5.3.2 allows minutes for each step; a person who presses "Send a test" does not wait so long.
const times = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 5_000 };

/** Sends one mail over a connection of its own. Never throws; what the server said becomes the detail, at most 300 characters of it. */
export const createSendMail =
  ({ mayBeLocal, insteadOfAll }: MailOptions): SendMail =>
  async (server, { to, subject, text, html, id, unsubscribe }) => {
    const at = insteadOfAll === undefined ? await placeOf(server, mayBeLocal) : { ...insteadOfAll, secured: {} };
    if ('because' in at) return { is: 'failed', detail: at.because, forGood: false };
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host: at.host,
      port: at.port,
      ...at.secured,
      ...times,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      const sent = await transport.sendMail({
        from: server.sender,
        to: { name: '', address: to },
        subject,
        text,
        ...(html !== undefined && { html }),
        messageId: `<${id}@concord.invalid>`,
        // RFC 3834: no holiday replies to a machine.
        headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(unsubscribe) },
      });
      return { is: 'sent', detail: cut(sent.response) };
    } catch (error) {
      return whyNot(error);
    } finally {
      transport.close();
    }
  };

/** RFC 2369 and 8058. Mail programs send the POST only to https. */
const unsubscribeHeaders = (url: string | undefined): Readonly<Record<string, string>> => {
  if (url === undefined) return {};
  const oneClick = url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {};
  return { 'List-Unsubscribe': `<${url}>`, ...oneClick };
};

type Place = { readonly host: string; readonly port: number; readonly secured: object } | { readonly because: string };

/** The name is looked up here and its address connected to, so that it cannot lead elsewhere in between (SEC-42); certificates are checked against the name. */
async function placeOf({ host, port, security, userName, password }: MailServer, mayBeLocal: MailOptions['mayBeLocal']): Promise<Place> {
  let addresses: readonly { readonly address: string }[];
  try {
    addresses = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host }];
  } catch {
    return { because: `The mail server ${host} has no address.` };
  }
  const [first] = addresses;
  if (first === undefined) return { because: `The mail server ${host} has no address.` };
  if (!mayBeLocal(host) && addresses.some(({ address }) => isPrivateAddress(address)))
    return { because: `The mail server ${host} is at a private address. Name it in CONCORD_PRIVATE_HOSTS if it is yours.` };
  const auth = userName === undefined ? {} : { auth: { user: userName, pass: password ?? '' } };
  return {
    host: first.address,
    port,
    secured: {
      secure: security === 'tls',
      requireTLS: security === 'startTls',
      ignoreTLS: security === 'none',
      servername: host,
      tls: { servername: host, minVersion: 'TLSv1.2' },
      ...auth,
    },
  };
}

/** 5xx to a recipient is for good (RFC 5321 4.2.1); all else may pass, a wrong password included: somebody may mend it. */
function whyNot(error: unknown): Mailed {
  const { code, responseCode, message } = error as { code?: unknown; responseCode?: unknown; message?: unknown }; // errors of the mail client are loose
  const forGood = code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
  return { is: 'failed', detail: cut(typeof message === 'string' ? message : 'The mail could not be sent'), forGood };
}

const cut = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
