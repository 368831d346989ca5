export { type Asked, askForChange } from './ask-for-change.ts';
export { type DecidedRequest, decideRequest } from './decide-request.ts';
export { type AnsweredForm, answerForm, lookAtForm } from './forms/answer-form.ts';
export { listForms, type MadeForm, makeForm } from './forms/make-form.ts';
export { withdrawOwnRequest } from './own-requests.ts';
export { listRequests } from './queries.ts';
export { settleRequests } from './settle-requests.ts';
export type { ChangeRequest } from './store.ts';
