// One file to load for whatever is opened first: each name of a file is weight of every page.
export { AddChannelDialog } from './add-channel-dialog.tsx';
export { DeliveriesDialog } from './deliveries-dialog.tsx';
export { MailServerDialog } from './mail-server-dialog.tsx';
export { QuietDialog } from './quiet-dialog.tsx';
