export { type DecidedRegistration, decideRegistration } from './decide-registration.ts';
export { listRegistrations, type RegistrationView } from './list-registrations.ts';
export { isOpen, openRegistration } from './opening.ts';
export { lookAtRegistration, proveDomain } from './prove-domain.ts';
export { type Registered, register } from './register.ts';
export type { Registration } from './store.ts';
