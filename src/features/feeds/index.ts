export { hooksPath } from './address.ts';
export { lookDue } from './look-due.ts';
export { readDueChanges } from './read-due.ts';
export { type Receive, type Received, receiveDelivery } from './receive.ts';
