import { createServer, type Socket } from 'node:net';

/** A mail as it was handed over: who it is from and for by the envelope, and all of its text. */
export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly data: string };

export type MailReceiver = { readonly port: number; close(): Promise<void> };

const mostBytes = 1024 * 1024;

/** A mail server that takes everything and passes nothing on (RFC 5321, the commands that every client needs; no sign-in, no TLS): it listens on this machine only. */
export async function receiveMail(port: number, keep: (mail: ReceivedMail) => void): Promise<MailReceiver> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, keep);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of open) socket.destroy();
      }),
  };
}

type Talk = { from: string; to: string[]; data: string[] | undefined; bytes: number };
const aTalk = (): Talk => ({ from: '', to: [], data: undefined, bytes: 0 });

function converse(socket: Socket, keep: (mail: ReceivedMail) => void): void {
  let talk = aTalk();
  let rest = '';
  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  say('220 sandbox.example ESMTP Concord sandbox');
  socket.setEncoding('utf8');
  socket.on('data', (piece: string) => {
    const lines = (rest + piece).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (talk.data !== undefined) {
        talk = takeLine(talk, line, keep, say);
        continue;
      }
      const [verb = '', ...words] = line.split(/[ :]+/);
      talk = obey(talk, verb.toUpperCase(), words.join(' '), say);
      if (verb.toUpperCase() === 'QUIT') socket.end();
    }
  });
}

/** A line of the mail itself; a single dot ends it, and a doubled dot at the beginning is one (RFC 5321 4.5.2). */
function takeLine(talk: Talk, line: string, keep: (mail: ReceivedMail) => void, say: (line: string) => void): Talk {
  if (line !== '.') {
    const bytes = talk.bytes + line.length;
    return { ...talk, bytes, data: bytes > mostBytes ? [] : [...(talk.data ?? []), line.replace(/^\.\./, '.')] };
  }
  if (talk.bytes > mostBytes) say('552 The sandbox takes mails up to 1 MiB');
  else {
    keep({ from: talk.from, to: talk.to, data: (talk.data ?? []).join('\r\n') });
    say('250 Kept in the sandbox');
  }
  return aTalk();
}

const mailbox = (words: string): string => /<([^>]*)>/.exec(words)?.[1] ?? '';

function obey(talk: Talk, verb: string, words: string, say: (line: string) => void): Talk {
  switch (verb) {
    case 'EHLO':
      say('250-sandbox.example');
      say('250 8BITMIME');
      return aTalk();
    case 'HELO':
    case 'RSET':
      say('250 OK');
      return aTalk();
    case 'NOOP':
      say('250 OK');
      return talk;
    case 'MAIL':
      say('250 OK');
      return { ...aTalk(), from: mailbox(words) };
    case 'RCPT':
      return takeRecipient(talk, mailbox(words), say);
    case 'DATA':
      say(talk.to.length === 0 ? '503 Nobody is to get it' : '354 Go on');
      return talk.to.length === 0 ? talk : { ...talk, data: [] };
    case 'QUIT':
      say('221 Bye');
      return talk;
    default:
      say('502 The sandbox does not know that');
      return talk;
  }
}

/** Mailboxes whose name begins with `nobody` do not exist, and those with `later` are busy: so that both answers can be tried. */
function takeRecipient(talk: Talk, to: string, say: (line: string) => void): Talk {
  if (to.startsWith('nobody')) say('550 5.1.1 There is no such mailbox');
  else if (to.startsWith('later')) say('450 4.2.1 The mailbox is busy');
  else {
    say('250 OK');
    return { ...talk, to: [...talk.to, to] };
  }
  return talk;
}
