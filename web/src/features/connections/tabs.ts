import { lazy } from 'react';

// What a tab shows that few visits open: it is loaded when it is.
export const CallsCard = lazy(async () => ({ default: (await import('./calls-card.tsx')).CallsCard }));
export const ConnectionProblems = lazy(async () => ({ default: (await import('./connection-problems.tsx')).ConnectionProblems }));
export const ConnectionRuns = lazy(async () => ({ default: (await import('./connection-runs.tsx')).ConnectionRuns }));
export const ConsentCard = lazy(async () => ({ default: (await import('./consent-card.tsx')).ConsentCard }));
export const DangerZone = lazy(async () => ({ default: (await import('./danger-zone.tsx')).DangerZone }));
export const FeaturesCard = lazy(async () => ({ default: (await import('./features-card.tsx')).FeaturesCard }));
export const VerificationHistory = lazy(async () => ({ default: (await import('./verification-history.tsx')).VerificationHistory }));
export const FeedsCard = lazy(async () => ({ default: (await import('./feeds-card.tsx')).FeedsCard }));
export const FilesCard = lazy(async () => ({ default: (await import('./files-card.tsx')).FilesCard }));
export const ProviderCard = lazy(async () => ({ default: (await import('./provider-card.tsx')).ProviderCard }));
export const PurposesCard = lazy(async () => ({ default: (await import('./purposes-card.tsx')).PurposesCard }));
export const ReplaceSecrets = lazy(async () => ({ default: (await import('./replace-secrets.tsx')).ReplaceSecrets }));
export const SignInEnds = lazy(async () => ({ default: (await import('./sign-in-ends.tsx')).SignInEnds }));
export const WriteConsentCard = lazy(async () => ({ default: (await import('./write-consent-card.tsx')).WriteConsentCard }));
export const WriteSwitch = lazy(async () => ({ default: (await import('./write-switch.tsx')).WriteSwitch }));
