import PDFDocument from 'pdfkit';
import { lastDayOf } from '../../ledger/periods.ts';
import type { RemoteAnswer } from '../../remote.ts';
import type { PartnerAccount } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import type { Call } from '../call.ts';
import { type Refusal, refuse } from '../errors.ts';
import { findAny } from './find.ts';
import { type AnyInvoice, paidOf, paymentDays, taxReceipt, totalOf } from './header.ts';

/** `GET /v1/invoices/{id}/documents/statement`: the invoice as PDF. */
export async function getStatement({ world, account, params }: Call): Promise<RemoteAnswer | Refusal> {
  const invoice = findAny(world, account.id, params['invoiceId'] ?? '');
  if (invoice === undefined) return refuse(1000);
  return pdfAnswer(`Invoice_${invoice.id}.pdf`, await statement(world, account, invoice, 'Invoice'));
}

/** Tax receipts are made for partners billed in Taiwan only. */
export async function getReceipt({ world, account, params }: Call): Promise<RemoteAnswer | Refusal> {
  const invoice = findAny(world, account.id, params['invoiceId'] ?? '');
  if (invoice?.currency !== 'TWD' || taxReceipt(invoice).id !== params['receiptId']) return refuse(1000);
  return pdfAnswer(`TaxReceipt_${invoice.id}.pdf`, await statement(world, account, invoice, 'Tax receipt'));
}

const pdfAnswer = (fileName: string, body: Uint8Array): RemoteAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename=${fileName}` },
  body,
});

async function statement(world: World, account: PartnerAccount, invoice: AnyInvoice, title: string): Promise<Uint8Array> {
  const issued = new Date(invoice.issuedAt);
  // The document's own date is the invoice's, so that the same invoice is the same file.
  const document = new PDFDocument({
    size: 'A4',
    margin: 56,
    info: { Title: `${title} ${invoice.id}`, CreationDate: issued, ModDate: issued },
  });
  const parts: Uint8Array[] = [];
  const finished = new Promise<void>((resolve) => {
    document.on('data', (part: Uint8Array) => parts.push(part));
    document.on('end', resolve);
  });
  const period = invoice.kind === 'OneTime' ? `${invoice.period}-01 - ${lastDayOf(invoice.period)}` : `${invoice.from} - ${invoice.to}`;
  const due = new Date(issued.getTime() + paymentDays * 86_400_000).toISOString().slice(0, 10);
  document.fontSize(20).text(`${title} ${invoice.id}`).moveDown();
  document.fontSize(10);
  for (const line of [account.name, account.address.line1, `${account.address.postalCode} ${account.address.city}`, account.country])
    document.text(line);
  document.moveDown();
  for (const [name, value] of [
    ['Invoice date', invoice.issuedAt.slice(0, 10)],
    ['Billing period', period],
    ['Due date', due],
    ['Total', `${totalOf(world, invoice)} ${invoice.currency}`],
    ['Paid', `${paidOf(world, invoice)} ${invoice.currency}`],
  ] as const)
    document.text(`${name}: ${value}`);
  document.end();
  await finished;
  return Buffer.concat(parts);
}
