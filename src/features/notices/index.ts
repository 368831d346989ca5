export {
  type AddChannelOutcome,
  addChannel,
  type Channel,
  changeChannel,
  isMailbox,
  listChannels,
  removeChannel,
  renewSecret,
} from './channels.ts';
export { deliverNotices, forgetOldDeliveries } from './deliver.ts';
export { type Delivery, listDeliveries, retryDeliveries, sendChannelTest } from './deliveries.ts';
export { listNotices, type Notice } from './list.ts';
export { type MailServerView, removeMailServer, sendMail, setMailServer, showMailServer } from './mail-server.ts';
export { markRead } from './mark-read.ts';
export { raise } from './raise.ts';
